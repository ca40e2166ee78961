import { describe, expect, it } from 'vitest'
import { absent, denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { makePolicy } from '#server/testing/source-records.ts'
import { runtimeDeprecated } from './runtime-deprecated.ts'

const runtime = (name: string) => ({ runtime: known(name) })
const verdictOf = (changes: Partial<FunctionRecord>, dates: string[] = [], now?: string) => {
  const record = makeFunctionRecord(changes)
  const around = estateOf([record], now === undefined ? {} : { now: Date.parse(now) })
  return runtimeDeprecated.evaluate(record, around, { dates })
}

describe('runtime-deprecated', () => {
  it.each<[string, string, Partial<FunctionRecord>]>([
    ['pass', 'a runtime with support', runtime('nodejs24.x')],
    ['fail', 'a runtime whose support has ended', runtime('nodejs18.x')],
    ['unknown', 'a runtime of tomorrow', runtime('python4.0')],
    ['unknown', 'a hostile name', runtime('__proto__')],
    ['unknown', 'a runtime that was denied', { runtime: denied('lambda:GetFunction') }],
    ['not applicable', 'a container image', { packageType: known('Image'), runtime: absent() }],
  ])('says %s of %s', (state, _, changes) => {
    expect(verdictOf(changes).state).toBe(state)
  })

  it.each<[string, string, string]>([
    ['pass', 'the day before', '2026-11-09T23:59:59Z'],
    ['fail', 'the day itself', '2026-11-10T00:00:00Z'],
  ])('says %s on %s', (state, _, now) => {
    expect(verdictOf(runtime('dotnet8'), [], now).state).toBe(state)
  })

  it('grows worse once its functions cannot be updated, and where everyone reaches it', () => {
    expect(verdictOf(runtime('python3.9'))).toMatchObject({
      severity: 'medium',
      since: '2025-12-15T00:00:00.000Z',
    })
    expect(verdictOf(runtime('python3.9'), [], '2027-03-04T00:00:00Z')).toMatchObject({ severity: 'high' })
    const statement = { Principal: '*', Action: 'lambda:InvokeFunctionUrl', Resource: '*' }
    const policy = known(makePolicy(statement, { ...statement, Action: 'lambda:InvokeFunction' }))
    const urls = known([{ url: 'https://x.lambda-url.eu-west-1.on.aws/', authType: 'NONE' }])
    expect(verdictOf({ ...runtime('python3.9'), policy, urls })).toMatchObject({ severity: 'high' })
  })

  it('takes the organisation’s own dates before the table’s', () => {
    expect(verdictOf(runtime('nodejs24.x'), ['nodejs24.x=2026-01-01']).state).toBe('fail')
    expect(verdictOf(runtime('python4.0'), ['python4.0=2031-01-01']).state).toBe('pass')
  })
})
