import { plainEventName } from '#server/domain/trail/event-name.ts'

/** Texts whatever their case, as they were written; null is any. */
type Names = ReadonlyMap<string, string> | null

/** The event sources and names outside of which something cannot hold: by them a record finds its rules. */
export type Scope = { sources: Names; names: Names }

export const ANYWHERE: Scope = { sources: null, names: null }

const namesOf = (texts: readonly string[]): Names => new Map(texts.map((text) => [text.toLowerCase(), text]))

/** What a field's being one of these texts says of where it can hold. */
export function scopeOf(field: string, texts: readonly string[]): Scope {
  if (field === 'eventSource') return { sources: namesOf(texts), names: null }
  if (field === 'eventName') return { sources: null, names: namesOf(texts.map(plainEventName)) }
  return ANYWHERE
}

export function both(one: Scope, other: Scope): Scope {
  return { sources: common(one.sources, other.sources), names: common(one.names, other.names) }
}

export function either(one: Scope, other: Scope): Scope {
  return { sources: joined(one.sources, other.sources), names: joined(one.names, other.names) }
}

function common(one: Names, other: Names): Names {
  if (one === null) return other
  if (other === null) return one
  return new Map([...one].filter(([key]) => other.has(key)))
}

function joined(one: Names, other: Names): Names {
  return one === null || other === null ? null : new Map([...one, ...other])
}

/** Whether nothing can ever meet it. */
export function isNowhere({ sources, names }: Scope): boolean {
  return sources?.size === 0 || names?.size === 0
}

/** As detections name them. */
export function indexOf({ sources, names }: Scope): { sources: string[]; names: string[] } {
  return { sources: sources ? [...sources.values()] : ['*'], names: names ? [...names.values()] : ['*'] }
}
