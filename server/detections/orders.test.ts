import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRawRecord } from '#server/domain/trail/read-trail-record.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { TextState } from '#server/testing/detections/text-state.ts'
import { DetectionEngine } from './engine/detection-engine.ts'
import type { Hit } from './engine/hit.ts'
import { mergeHits } from './engine/merge-hits.ts'
import { EXAMPLE_ACCOUNT, EXAMPLE_REGION, type ExampleRecord, exampleRecord } from './example-record.ts'
import { DETECTIONS } from './index.ts'
import { NO_CONTEXT } from './no-context.ts'

const DAY_MS = 86_400_000
const START_MS = Date.UTC(2026, 10, 20, 9)
const LATENESS_MS = 20 * 60_000
const PAST_DAYS = [40, 30, 15, 9, 1]

const LINES: readonly ExampleRecord[] = DETECTIONS.filter(({ kind }) => kind !== 'single').flatMap(
  ({ examples }) => [...examples.fires, ...examples.quiet].flatMap(({ records }) => records),
)

/** Lines of the catalogue's examples within some hours, in groups that belong together, after days in which things were learned. */
const coming = fc
  .array(
    fc.record({
      line: fc.integer({ min: 0, max: LINES.length - 1 }),
      neighbours: fc.integer({ min: 0, max: 12 }),
      day: fc.constantFrom(0, 0, 0, ...PAST_DAYS),
      second: fc.integer({ min: 0, max: 3 * 3600 }),
      lateMs: fc.array(fc.integer({ min: 0, max: LATENESS_MS - 1 }), { minLength: 13, maxLength: 13 }),
    }),
    { minLength: 5, maxLength: 25, size: 'max' },
  )
  .map((groups) =>
    groups.flatMap(({ line, neighbours, day, second, lateMs }, group) =>
      LINES.slice(line, line + neighbours + 1).flatMap((one, i) => {
        const atMs = START_MS - day * DAY_MS + second * 1000 + i * 20_000
        const raw = {
          ...exampleRecord(one),
          eventID: `${group}-${i}`,
          eventTime: new Date(atMs).toISOString(),
        }
        const record = readRawRecord(raw, { accountId: EXAMPLE_ACCOUNT, region: EXAMPLE_REGION })
        return record ? [{ record, comesMs: atMs + (lateMs[i] ?? 0) }] : []
      }),
    ),
  )

function essence(hits: readonly Hit[]) {
  return mergeHits(hits).map(({ fingerprint, at, lastAt, count, eventIds }) => ({
    fingerprint,
    at,
    lastAt,
    count,
    eventIds,
  }))
}

describe('all detections together', () => {
  it('find the same in the order of times and as records come, cut anywhere', () => {
    const tunings = new Map(DETECTIONS.map(({ id }) => [id, { enabled: true }]))
    const engine = new DetectionEngine({ detections: DETECTIONS, tunings })
    fc.assert(
      fc.property(coming, fc.integer({ min: 1, max: 15 }), (all, size) => {
        const run = (records: readonly TrailRecord[]) => {
          const state = new TextState()
          const hits: Hit[] = []
          for (let i = 0; i < records.length; i += size) {
            const result = engine.run(records.slice(i, i + size), NO_CONTEXT, state)
            expect(result.failures).toEqual([])
            expect(result.tooLate).toEqual([])
            hits.push(...result.hits)
          }
          return essence(hits)
        }
        const timeOf = ({ record }: (typeof all)[number]) => record.eventTime.getTime()
        const inTime = all.toSorted((one, other) => timeOf(one) - timeOf(other)).map(({ record }) => record)
        const asTheyCome = all
          .toSorted((one, other) => one.comesMs - other.comesMs)
          .map(({ record }) => record)
        expect(run(asTheyCome)).toEqual(run(inTime))
      }),
      { numRuns: 100 },
    )
  })
})
