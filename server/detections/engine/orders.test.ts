import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { NO_CONTEXT } from '#server/detections/no-context.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { MADE_UP } from '#server/testing/detections/made-up-detections.ts'
import { TextState } from '#server/testing/detections/text-state.ts'
import { iamUser, trailRecord } from '#server/testing/records/trail-record.ts'
import { DetectionEngine } from './detection-engine.ts'
import type { Hit } from './hit.ts'
import { mergeHits } from './merge-hits.ts'

const START_MS = Date.UTC(2026, 10, 1, 9)
const MINUTE_MS = 60_000
const LATENESS_MINUTES = 20

/** A record, how many minutes after its time it comes, and whether a batch ends with it. */
type Coming = { record: TrailRecord; late: number; ends: boolean; restarts: boolean }

const NAMES = ['CreateUser', 'CreateAccessKey', 'DeleteUser']
/** At first, while things are learned, then with days in between that are shorter and longer than the memory. */
const BUSY_HOURS = [0, 26, 60, 61, 62, 100, 225, 290]

const minutesOf = (seconds: number) => seconds / 60

const coming = fc
  .record({
    hour: fc.constantFrom(...BUSY_HOURS),
    minute: fc.integer({ min: 0, max: 75 * 60 }).map(minutesOf),
    name: fc.constantFrom(...NAMES),
    who: fc.constantFrom('ann', 'ann', 'bob'),
    region: fc.constantFrom('eu-west-1', 'us-east-1'),
    late: fc.integer({ min: 0, max: LATENESS_MINUTES * 60 - 1 }).map(minutesOf),
    ends: fc.boolean(),
    restarts: fc.boolean(),
  })
  .map(({ hour, minute, name, who, region, ...more }) => ({
    ...more,
    minute: hour * 60 + minute,
    name,
    who,
    region,
  }))
  .map(({ minute, name, who, region, ...more }): Coming & { minute: number } => ({
    ...more,
    minute,
    record: trailRecord({
      eventTime: new Date(START_MS + Math.floor(minute * MINUTE_MS)).toISOString(),
      eventSource: 'iam.amazonaws.com',
      eventName: name,
      awsRegion: region,
      userIdentity: iamUser(who),
    }),
  }))

/** What an incident is, whoever of its records told of it. */
function essence(hits: readonly Hit[]) {
  return mergeHits(hits).map((hit) => ({
    fingerprint: hit.fingerprint,
    severity: hit.severity,
    title: hit.title,
    summary: hit.summary,
    at: hit.at.toISOString(),
    lastAt: hit.lastAt.toISOString(),
    count: hit.count,
    eventIds: hit.eventIds,
    resources: hit.resources,
  }))
}

const inTime = (all: readonly Coming[]) =>
  all.map(({ record }) => record).sort((one, other) => one.eventTime.getTime() - other.eventTime.getTime())

function runAtOnce(records: readonly TrailRecord[]) {
  return new DetectionEngine({ detections: MADE_UP }).run(records, NO_CONTEXT, new TextState())
}

describe('the detection engine', () => {
  it('finds the same in any order within the lateness, in any batches and after any restart', () => {
    fc.assert(
      fc.property(fc.array(coming, { maxLength: 60, size: 'max' }), (all) => {
        const whole = runAtOnce(inTime(all))
        const arrived = all.toSorted((one, other) => one.minute + one.late - (other.minute + other.late))
        const hits: Hit[] = []
        let engine = new DetectionEngine({ detections: MADE_UP })
        let state = new TextState()
        let batch: TrailRecord[] = []
        const runBatch = () => {
          const result = engine.run(batch, NO_CONTEXT, state)
          expect(result.tooLate).toEqual([])
          hits.push(...result.hits)
          batch = []
        }
        for (const { record, ends, restarts } of arrived) {
          batch.push(record)
          if (!ends) continue
          runBatch()
          if (!restarts) continue
          engine = new DetectionEngine({ detections: MADE_UP })
          state = state.restarted()
        }
        runBatch()
        expect(essence(hits)).toEqual(essence(whole.hits))
      }),
      { numRuns: 200 },
    )
  })

  it('finds the same record by record, and what was asked for before is all that it asks for', () => {
    fc.assert(
      fc.property(fc.array(coming, { maxLength: 40, size: 'max' }), (all) => {
        const engine = new DetectionEngine({ detections: MADE_UP })
        const stored = new TextState()
        const hits = inTime(all).flatMap((record) => {
          const keys = new Set(engine.keysOf([record], NO_CONTEXT).map((key) => JSON.stringify(key)))
          const asked: string[] = []
          const result = engine.run([record], NO_CONTEXT, {
            get: (key) => {
              asked.push(
                JSON.stringify({ accountId: key.accountId, detectionId: key.detectionId, key: key.key }),
              )
              return stored.get(key)
            },
            set: (key, value) => stored.set(key, value),
            progressOf: (accountId) => stored.progressOf(accountId),
            setProgress: (accountId, progress) => stored.setProgress(accountId, progress),
          })
          for (const key of asked) expect(keys).toContain(key)
          return result.hits
        })
        expect(essence(hits)).toEqual(essence(runAtOnce(inTime(all)).hits))
      }),
    )
  })

  it('folds hits into the same incidents, whether folded at once or one after the other', () => {
    fc.assert(
      fc.property(fc.array(coming, { maxLength: 40, size: 'max' }), (all) => {
        const { hits } = runAtOnce(inTime(all))
        let folded: Hit[] = []
        for (const hit of hits.toReversed()) folded = mergeHits([...folded, hit])
        expect(essence(folded)).toEqual(essence(hits))
      }),
    )
  })
})
