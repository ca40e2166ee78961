import { describe, expect, it } from 'vitest'
import { known } from '#server/domain/field.ts'
import type { FunctionActivity } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { estateOf } from '#server/testing/estate-of.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { publicFunction } from '#server/testing/records/function-record.ts'
import { makeDistribution } from '#server/testing/source-records.ts'
import { functionUnused as check } from './function-unused.ts'

const QUIET: FunctionActivity = {
  daysSeen: 30,
  invocations30d: 0,
  invocations7d: 0,
  errors7d: 0,
  timeouts7d: 0,
  throttles7d: 0,
  lastInvokedAt: null,
}
const activity = (changes: Partial<FunctionActivity> = {}) => ({ ...QUIET, ...changes })
const FN = makeFunctionRecord()

function judge(
  seen: FunctionActivity | undefined,
  more: { fn?: FunctionRecord; created?: string; days?: number } = {},
) {
  const { fn = FN, created, days } = more
  const origin = created && {
    created: { tool: 'iac', actor: 'ci', at: created, eventId: 'e' },
    lastCodeChange: null,
  }
  const around = estateOf([fn], {
    activity: new Map(seen ? [[fn.arn, seen]] : []),
    origins: new Map(origin ? [[fn.arn, origin]] : []),
  })
  return check.evaluate(fn, around, days === undefined ? undefined : { days })
}

describe('function-unused', () => {
  it.each<[string, string, FunctionActivity | undefined, Parameters<typeof judge>[1]?]>([
    ['fail low', 'no invocation in 30 days', activity()],
    ['fail medium', 'the same where the internet reaches it', activity(), { fn: publicFunction('open') }],
    ['pass', 'invocations', activity({ invocations30d: 3, lastInvokedAt: '2026-11-10T00:00:00.000Z' })],
    [
      'fail low',
      'invocations before the days',
      activity({ invocations30d: 3, lastInvokedAt: '2026-11-01T00:00:00.000Z' }),
      { days: 14 },
    ],
    [
      'pass',
      'invocations, though few days are stored',
      activity({ daysSeen: 2, lastInvokedAt: '2026-11-20T00:00:00.000Z' }),
    ],
    ['unknown', 'too few days of metrics', activity({ daysSeen: 14 })],
    ['fail low', 'enough days of metrics for what is asked', activity({ daysSeen: 14 }), { days: 14 }],
    ['unknown', 'metrics that were not read', undefined],
    ['not applicable', 'a function of last week', activity(), { created: '2026-11-14T00:00:00.000Z' }],
    [
      'not applicable',
      'a canary of Synthetics',
      activity(),
      { fn: makeFunctionRecord({ name: 'cwsyn-a-0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f' }) },
    ],
  ])('says %s of %s', (said, _, seen, more) => {
    const verdict = judge(seen, more)
    expect(verdict.state === 'fail' ? `fail ${verdict.severity}` : verdict.state).toBe(said)
  })

  it('is not applicable to Lambda@Edge, which counts elsewhere', () => {
    const fn = makeFunctionRecord({ region: 'us-east-1' })
    const distribution = makeDistribution({
      behaviours: known([
        {
          pathPattern: '*',
          originId: 'site',
          allowedMethods: ['GET'],
          restrictsViewers: false,
          functions: [{ arn: `${fn.arn}:3`, eventType: 'viewer-request', includesBody: false }],
        },
      ]),
    })
    const around = estateOf([fn, distribution], { activity: new Map([[fn.arn, QUIET]]) })
    expect(check.evaluate(fn, around).state).toBe('not applicable')
  })
})
