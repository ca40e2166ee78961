import { expect, test } from 'vitest'
import { known } from '#server/domain/field.ts'
import { buildSourceIndex } from '#server/domain/triggers/source-index.ts'
import { makeMapping, QUEUE_ARN } from '#server/testing/event-source-records.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { FUNCTION_ARN, makeStateMachine } from '#server/testing/source-records.ts'
import { type AllowedResource, type CallInput, workOutCalls } from './function-calls.ts'

const caller = makeFunctionRecord({ name: 'caller' })
const target = makeFunctionRecord()
const allowed = (...patterns: string[]) =>
  patterns.map((pattern): AllowedResource => ({ pattern, conditional: false }))

function calls(values: Partial<CallInput>) {
  const input: CallInput = {
    functions: [caller, target],
    index: buildSourceIndex([], new Set()),
    mayInvoke: () => [],
    observed: [],
    ...values,
  }
  return workOutCalls(input).filter((one) => one.fromArn === caller.arn)
}

test.each<[string, string, string[]]>([
  ['an ARN', FUNCTION_ARN, [FUNCTION_ARN]],
  ['an alias', `${FUNCTION_ARN}:live`, [FUNCTION_ARN]],
  ['any version', `${FUNCTION_ARN}:*`, [FUNCTION_ARN]],
  [
    'a pattern',
    'arn:aws:lambda:*:111122223333:function:orders-*',
    ['arn:aws:lambda:*:111122223333:function:orders-*'],
  ],
  ['everything', '*', ['*']],
  ['another service', 'arn:aws:s3:::bucket', []],
])('a permission on %s', (_, pattern, to) => {
  expect(calls({ mayInvoke: () => allowed(pattern) }).map((one) => one.toArn)).toEqual(to)
})

test('one pair of functions is one call, with all that shows it', () => {
  const observed = [
    { fromArn: caller.arn, toArn: FUNCTION_ARN, lastSeenAt: '2026-11-18T00:00:00.000Z', synchronous: true },
    { fromArn: caller.arn, toArn: FUNCTION_ARN, lastSeenAt: '2026-11-19T00:00:00.000Z', synchronous: true },
  ]
  expect(calls({ mayInvoke: () => allowed(FUNCTION_ARN), observed })).toMatchObject([
    { by: ['permission', 'observed'], synchronous: true, lastSeenAt: '2026-11-19T00:00:00.000Z' },
  ])
})

test('destinations reach functions directly and through a queue', () => {
  const sends = makeFunctionRecord({
    name: 'caller',
    eventInvokeConfigs: known([{ qualifier: '$LATEST', onSuccess: FUNCTION_ARN, onFailure: QUEUE_ARN }]),
  })
  const other = makeFunctionRecord({ name: 'reader' })
  const index = buildSourceIndex([makeMapping({ functionArn: known(other.arn) })], new Set())
  expect(
    calls({ functions: [sends, target, other], index }).map(({ toArn, by, synchronous }) => [
      toArn,
      by,
      synchronous,
    ]),
  ).toEqual([
    [FUNCTION_ARN, ['destination'], false],
    [other.arn, ['destination'], false],
  ])
})

test('a state machine that the role may start stands between', () => {
  const machine = makeStateMachine()
  expect(calls({ stateMachines: [machine], mayStart: () => allowed(machine.arn) })).toMatchObject([
    { toArn: FUNCTION_ARN, by: ['state-machine'] },
  ])
  expect(calls({ stateMachines: [machine] })).toEqual([])
})
