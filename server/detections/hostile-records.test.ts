import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonObject } from '#server/domain/json.ts'
import { readRawRecord } from '#server/domain/trail/read-trail-record.ts'
import { DetectionEngine } from './engine/detection-engine.ts'
import { MemoryState } from './engine/memory-state.ts'
import { EXAMPLE_ACCOUNT, EXAMPLE_REGION, exampleRecord } from './example-record.ts'
import { DETECTIONS } from './index.ts'
import { NO_CONTEXT } from './no-context.ts'

const HIDDEN = 'HIDDEN_DUE_TO_SECURITY_REASONS'
const context = {
  ...NO_CONTEXT,
  functionsOfRole: () => [{ name: 'orders-api', region: EXAMPLE_REGION, runtime: null }],
  canaryOf: () => 'a canary',
}

/** Values that stand where a record has others: of the wrong type, hidden, cut off, or made to break what shows them. */
const odd = fc.oneof(
  fc.constantFrom(
    null,
    '',
    HIDDEN,
    [],
    {},
    0,
    true,
    '*',
    '{"Statement":',
    '\u202Etxt.<script>',
    'x'.repeat(20_000),
  ),
  fc.jsonValue({ maxDepth: 3 }),
)

const engine = new DetectionEngine({ detections: DETECTIONS })

function failuresOf(raw: JsonObject) {
  const record = readRawRecord(raw, { accountId: EXAMPLE_ACCOUNT, region: EXAMPLE_REGION })
  return record ? engine.run([record], context, new MemoryState()).failures : []
}

function hitsOf(raw: JsonObject) {
  const record = readRawRecord(raw, { accountId: EXAMPLE_ACCOUNT, region: EXAMPLE_REGION })
  return record ? engine.run([record], context, new MemoryState()).hits : []
}

/** One record of each detection that fires on one, by itself. */
const firing = DETECTIONS.filter(({ kind }) => kind === 'single').map((detection) => ({
  id: detection.id,
  raw: exampleRecord(detection.examples.fires[0]?.records[0] ?? { source: 'iam', name: 'GetUser' }),
}))
const all = DETECTIONS.flatMap(({ id, examples }) =>
  [...examples.fires, ...examples.quiet].flatMap(({ records }) =>
    records.slice(0, 1).map((record) => ({ id, raw: exampleRecord(record) })),
  ),
)

describe('whatever stands in a record', () => {
  it.each(['requestParameters', 'responseElements', 'userIdentity', 'additionalEventData', 'resources'])(
    'no detection fails on %s',
    (part) => {
      fc.assert(
        fc.property(fc.constantFrom(...all), odd, ({ raw }, value) => {
          expect(failuresOf({ ...raw, [part]: value })).toEqual([])
        }),
        { numRuns: 400 },
      )
    },
  )

  it('no detection fails on a value within the request', () => {
    fc.assert(
      fc.property(fc.constantFrom(...all), odd, fc.nat(20), ({ raw }, value, at) => {
        const request = { ...(raw.requestParameters as JsonObject | null) }
        const names = Object.keys(request)
        const name = names[at % Math.max(1, names.length)]
        if (name === undefined) return
        expect(failuresOf({ ...raw, requestParameters: { ...request, [name]: value } })).toEqual([])
      }),
      { numRuns: 1_500 },
    )
  })

  it.each(firing)('$id keeps what it tells short', ({ raw }) => {
    const long = `<b>${'a'.repeat(60_000)}`
    const texts = Object.fromEntries(
      Object.entries((raw.requestParameters as JsonObject | null) ?? {}).map(([name, value]) => [
        name,
        typeof value === 'string' && !/^[A-Z_]+$|^\{/.test(value) ? long : value,
      ]),
    )
    for (const hit of hitsOf({ ...raw, requestParameters: texts, userAgent: `${raw.userAgent}${long}` })) {
      expect(hit.title.length).toBeLessThanOrEqual(300)
      expect(hit.summary.length).toBeLessThanOrEqual(600)
      expect(hit.fingerprint.length).toBeLessThanOrEqual(1_000)
      for (const { value } of hit.evidence) expect(value.length).toBeLessThanOrEqual(2_000)
      for (const one of hit.resources) expect(one.length).toBeLessThanOrEqual(2_100)
    }
  })
})
