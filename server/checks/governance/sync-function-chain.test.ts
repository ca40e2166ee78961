import { describe, expect, it } from 'vitest'
import { roleForTest } from '#server/domain/access/role-for-test.ts'
import { known } from '#server/domain/field.ts'
import type { FunctionCall } from '#server/domain/reach/reach.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { syncFunctionChain as check } from './sync-function-chain.ts'

const FN = makeFunctionRecord()
const arn = (name: string) => `arn:aws:lambda:eu-west-1:111122223333:function:${name}`
const call = (to: string, changes: Partial<FunctionCall> = {}): FunctionCall => ({
  fromArn: FN.arn,
  toArn: arn(to),
  by: ['observed'],
  synchronous: true,
  evidence: 'CloudTrail saw it call last at 2026-11-19T10:00:00Z',
  lastSeenAt: '2026-11-19T10:00:00Z',
  ...changes,
})
const PERMITTED = { by: ['permission' as const], synchronous: null }

function judge(calls?: FunctionCall[], onward: FunctionCall[] = []) {
  const byFunction = Map.groupBy([...(calls ?? []), ...onward], ({ fromArn }) => fromArn)
  if (!byFunction.has(FN.arn)) byFunction.set(FN.arn, [])
  return check.evaluate(FN, estateOf([FN], calls ? { calls: byFunction } : {}))
}

describe('sync-function-chain', () => {
  it.each<[string, string, FunctionCall[] | undefined, FunctionCall[]?]>([
    ['fail low', 'a call that CloudTrail saw it wait for', [call('billing')]],
    ['fail medium', 'a chain of three', [call('billing')], [call('ledger', { fromArn: arn('billing') })]],
    ['pass', 'a call that it does not wait for', [call('billing', { synchronous: false })]],
    ['pass', 'a destination', [call('billing', { by: ['destination'], synchronous: false })]],
    ['pass', 'itself', [call('orders-api')]],
    ['unknown', 'a permission alone', [call('billing', PERMITTED)]],
    ['unknown', 'calls that were not worked out', undefined],
    ['not applicable', 'a function that calls none', []],
  ])('says %s of %s', (said, _, calls, onward) => {
    const verdict = judge(calls, onward)
    expect(verdict.state === 'fail' ? `fail ${verdict.severity}` : verdict.state).toBe(said)
  })

  it('says not applicable, without any calls worked out, where its role may call none', () => {
    const role = roleForTest({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' })
    const fn = makeFunctionRecord({ roleArn: known(role.arn) })
    expect(check.evaluate(fn, estateOf([fn, role])).state).toBe('not applicable')
  })

  it('names the function that it waits for', () => {
    expect(judge([call('billing')])).toMatchObject({ summary: 'It calls billing and waits for the answer.' })
  })
})
