import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { runtimeDeprecatedSoon } from './runtime-deprecated-soon.ts'

const runtime = (name: string) => ({ runtime: known(name) })
const verdictOf = (changes: Partial<FunctionRecord>, parameters: object = {}, now?: string) =>
  runtimeDeprecatedSoon.evaluate(
    makeFunctionRecord(changes),
    estateOf([], now === undefined ? {} : { now: Date.parse(now) }),
    parameters,
  )

describe('runtime-deprecated-soon', () => {
  it.each<[string, string, Partial<FunctionRecord>]>([
    ['pass', 'a runtime with years of support', runtime('nodejs24.x')],
    ['fail', 'a runtime with months of support', runtime('nodejs22.x')],
    ['unknown', 'a runtime of tomorrow', runtime('python4.0')],
    ['unknown', 'a runtime that was denied', { runtime: denied('lambda:GetFunction') }],
    ['not applicable', 'a runtime whose support has ended already', runtime('nodejs18.x')],
    ['not applicable', 'a container image', { packageType: known('Image') }],
  ])('says %s of %s', (state, _, changes) => {
    expect(verdictOf(changes).state).toBe(state)
  })

  it('grows worse in the last weeks, and takes the organisation’s number of days', () => {
    expect(verdictOf(runtime('nodejs22.x'))).toMatchObject({
      severity: 'low',
      summary: 'The support of nodejs22.x ends on 2027-04-30, in 161 days.',
    })
    expect(verdictOf(runtime('nodejs22.x'), { days: 90 }).state).toBe('pass')
    expect(verdictOf(runtime('nodejs22.x'), {}, '2027-04-01')).toMatchObject({ severity: 'medium' })
  })
})
