import type { Field } from '#server/domain/field.ts'

export type StateMachineCall = {
  /** Name of the state. */
  state: string
  /** As the definition has it: ARN, or name alone. */
  function: string
  /** Waits for the answer; false for `Event` invocations. */
  synchronous: boolean
  retries: number
  catches: boolean
}

/** A Step Functions state machine with the functions that its definition names. */
export type StateMachineRecord = {
  kind: 'state-machine'
  arn: string
  name: string
  accountId: string
  region: string
  /** STANDARD | EXPRESS. */
  type: Field<string>
  status: Field<string>
  /** It calls as this role: it needs no grant in the function's policy. */
  roleArn: Field<string>
  calls: Field<StateMachineCall[]>
  unknownFields: string[]
}
