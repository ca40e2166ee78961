/** A variable as a function has it. `kind` says which sort of value it is, for the list of what was missed. */
export type Entry = { kind: string; name: string; value: string }
