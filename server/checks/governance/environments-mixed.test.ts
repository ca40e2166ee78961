import { describe, expect, it } from 'vitest'
import { denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { environmentsMixed as check } from './environments-mixed.ts'

let count = 0
const of = (env: string | null, changes: Partial<FunctionRecord> = {}) =>
  makeFunctionRecord({ name: `f${count++}`, ...(env === null ? {} : { tags: known({ env }) }), ...changes })
const CANARY = { name: 'cwsyn-a-0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f' }

describe('environments-mixed', () => {
  it.each<[string, string, FunctionRecord, FunctionRecord[]]>([
    ['pass', 'one environment', of('prod'), [of('prod')]],
    ['pass', 'two names of one environment', of('prod'), [of('Production'), of('live')]],
    ['fail medium', 'a trial among production', of('dev'), [of('prod'), of('prod')]],
    ['pass', 'production among which a trial is', of('prod'), [of('dev'), of('prod')]],
    ['fail medium', 'production among trials', of('prod'), [of('dev'), of('dev')]],
    ['fail low', 'a test among trials', of('qa'), [of('dev'), of('dev')]],
    ['fail medium', 'as many of each, and not production', of('dev'), [of('prod')]],
    ['pass', 'as many of each, and production', of('prod'), [of('dev')]],
    [
      'pass',
      'another region',
      of('prod'),
      [of('dev', { region: 'us-east-1' }), of('dev', { region: 'us-east-1' })],
    ],
    ['not applicable', 'no environment', of(null), [of('prod')]],
    ['not applicable', 'a canary of Synthetics', of('dev', CANARY), [of('prod'), of('prod')]],
    ['unknown', 'tags that were not read', of(null, { tags: denied('lambda:ListTags') }), [of('prod')]],
  ])('says %s of %s', (said, _, fn, others) => {
    const verdict = check.evaluate(fn, estateOf([fn, ...others]))
    expect(verdict.state === 'fail' ? `fail ${verdict.severity}` : verdict.state).toBe(said)
  })
})
