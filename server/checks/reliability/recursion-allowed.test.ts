import { describe, expect, it } from 'vitest'
import { roleForTest } from '#server/domain/access/role-for-test.ts'
import { denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeEventSource, makeMapping, QUEUE_ARN } from '#server/testing/event-source-records.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { recursionAllowed } from './recursion-allowed.ts'

const ALLOW = { recursiveLoop: known('Allow') }

describe('recursion-allowed', () => {
  it.each<[string, string, Partial<FunctionRecord>]>([
    ['fail', 'a function that allows loops', ALLOW],
    ['pass', 'one that ends them', { recursiveLoop: known('Terminate') }],
    ['pass', 'the default', {}],
    ['unknown', 'a hidden setting', { recursiveLoop: denied('lambda:GetFunctionRecursionConfig') }],
    ['not applicable', 'a function that is switched off', { ...ALLOW, reservedConcurrency: known(0) }],
  ])('says %s of %s', (state, _what, values) => {
    expect(recursionAllowed.evaluate(makeFunctionRecord(values), estateOf([])).state).toBe(state)
  })

  it('is worse where the function can feed itself', () => {
    const role = roleForTest({ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: QUEUE_ARN })
    const fn = makeFunctionRecord({ ...ALLOW, roleArn: known(role.arn) })
    const around = estateOf([fn, role, makeMapping(), makeEventSource()])
    expect(recursionAllowed.evaluate(fn, around)).toMatchObject({ severity: 'medium' })
  })
})
