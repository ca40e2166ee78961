import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { StateMachineCall, StateMachineRecord } from '#server/domain/records/state-machine-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { FUNCTION_ARN, makeStateMachine } from '#server/testing/source-records.ts'
import { stateMachineWithoutCatch } from './state-machine-without-catch.ts'

const call = (values: Partial<StateMachineCall> = {}): Partial<StateMachineRecord> => ({
  calls: known([
    { state: 'Pay', function: FUNCTION_ARN, synchronous: true, retries: 0, catches: false, ...values },
  ]),
})
const verdictOf = (values: Partial<StateMachineRecord>) =>
  stateMachineWithoutCatch.evaluate(makeStateMachine(values), estateOf([]))

describe('state-machine-without-catch', () => {
  it.each<[string, string, Partial<StateMachineRecord>]>([
    ['fail', 'a step without Retry and Catch', call()],
    ['pass', 'a Retry', call({ retries: 1 })],
    ['pass', 'a Catch', call({ catches: true })],
    ['not applicable', 'no step that calls a function', { calls: known([]) }],
    ['not applicable', 'a state machine that is being deleted', { ...call(), status: known('DELETING') }],
    ['unknown', 'a hidden definition', { calls: denied('states:DescribeStateMachine') }],
  ])('says %s of %s', (state, _what, values) => {
    expect(verdictOf(values).state).toBe(state)
  })

  it('is about the functions of those steps', () => {
    expect(verdictOf(call())).toMatchObject({ affects: [FUNCTION_ARN] })
  })
})
