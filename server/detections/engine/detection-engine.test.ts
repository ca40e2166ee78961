import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DETECTIONS } from '#server/detections/index.ts'
import { NO_CONTEXT } from '#server/detections/no-context.ts'
import { readRawRecord } from '#server/domain/trail/read-trail-record.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import {
  burst,
  deletedUser,
  keyAfterUser,
  MADE_UP,
  manyCalls,
  manyNames,
  newName,
  newNameOfSubject,
} from '#server/testing/detections/made-up-detections.ts'
import { iamUser, trailRecord } from '#server/testing/records/trail-record.ts'
import { DetectionEngine } from './detection-engine.ts'
import { MemoryState } from './memory-state.ts'
import { mergeHits } from './merge-hits.ts'

const START_MS = Date.UTC(2026, 10, 1, 9)
const DAY = 24 * 60

function at(minute: number, eventName: string, changes: Record<string, unknown> = {}): TrailRecord {
  return trailRecord({
    eventTime: new Date(START_MS + minute * 60_000).toISOString(),
    eventSource: 'iam.amazonaws.com',
    eventName,
    userIdentity: iamUser('ann'),
    ...changes,
  })
}

/** Minutes of the incidents: their first and last records. */
function minutesOf(detection: (typeof MADE_UP)[number], records: readonly TrailRecord[]): [number, number][] {
  const { hits } = new DetectionEngine({ detections: [detection] }).run(
    records,
    NO_CONTEXT,
    new MemoryState(),
  )
  const minute = (date: Date) => (date.getTime() - START_MS) / 60_000
  return mergeHits(hits).map((hit) => [minute(hit.at), minute(hit.lastAt)])
}

describe('the detection engine', () => {
  it('looks at the records of a source and name alone', () => {
    const records = [
      at(0, 'DeleteUser'),
      at(1, 'CreateUser'),
      at(2, 'DeleteUser', { eventSource: 's3.amazonaws.com' }),
    ]
    expect(minutesOf(deletedUser, records)).toEqual([[0, 0]])
  })

  it('tells actors apart whose names differ behind the longest path there is', () => {
    const arnOf = (name: string) => `arn:aws:iam::111122223333:user/${'p'.repeat(510)}/${name}`
    const made = ['ann', 'bob', 'ann'].map((userName, minute) =>
      at(minute, 'CreateAccessKey', {
        requestParameters: { userName: 'deploy' },
        userIdentity: { ...iamUser(userName), arn: arnOf(userName) },
      }),
    )
    const { hits } = new DetectionEngine({ detections: DETECTIONS }).run(made, NO_CONTEXT, new MemoryState())
    const created = mergeHits(hits.filter(({ detectionId }) => detectionId === 'access-key-created'))
    expect(created.map(({ actorName, count }) => [actorName, count])).toEqual([
      ['ann', 2],
      ['bob', 1],
    ])
    const actors = Map.groupBy(hits, ({ fingerprint }) => fingerprint)
    for (const same of actors.values()) expect(new Set(same.map(({ actorArn }) => actorArn)).size).toBe(1)
    for (const { fingerprint } of hits) expect(fingerprint.length).toBeLessThanOrEqual(500)
  })

  it('counts records of one key within the window', () => {
    const others = at(2, 'ListUsers', { userIdentity: iamUser('bob') })
    expect(minutesOf(manyCalls, [at(0, 'A'), at(1, 'A'), others])).toEqual([])
    expect(minutesOf(manyCalls, [at(0, 'A'), at(1, 'A'), others, at(9, 'A')])).toEqual([[0, 9]])
    expect(minutesOf(manyCalls, [at(0, 'A'), at(1, 'A'), at(30, 'A')])).toEqual([])
  })

  it('counts different values where a detection asks for them', () => {
    expect(minutesOf(manyNames, [at(0, 'A'), at(1, 'A'), at(2, 'A'), at(3, 'B')])).toEqual([])
    expect(minutesOf(manyNames, [at(0, 'A'), at(1, 'B'), at(2, 'A'), at(3, 'C')])).toEqual([[0, 3]])
  })

  it('finds steps in their order, within the window', () => {
    const [user, key] = [at(0, 'CreateUser'), at(10, 'CreateAccessKey')]
    expect(minutesOf(keyAfterUser, [user, key])).toEqual([[0, 10]])
    expect(minutesOf(keyAfterUser, [at(0, 'CreateAccessKey'), at(1, 'CreateUser')])).toEqual([])
    expect(minutesOf(keyAfterUser, [at(0, 'CreateUser'), at(16, 'CreateAccessKey')])).toEqual([])
  })

  it('finds steps that were made more often than is remembered', () => {
    const users = Array.from({ length: 300 }, (_, i) => at(i / 60, 'CreateUser'))
    expect(minutesOf(keyAfterUser, [...users, at(6, 'CreateAccessKey')])).toHaveLength(1)
    expect(minutesOf(keyAfterUser, [at(6, 'CreateAccessKey'), ...users])).toHaveLength(1)
  })

  it('finds what is new of an account that is known, and new once more after it was forgotten', () => {
    const records = [at(0, 'A'), at(DAY, 'B'), at(3 * DAY, 'A'), at(3 * DAY + 60, 'C'), at(9 * DAY, 'C')]
    expect(minutesOf(newName, records)).toEqual([
      [3 * DAY + 60, 3 * DAY + 60],
      [9 * DAY, 9 * DAY],
    ])
  })

  it('lets every subject learn by itself where the detection says so', () => {
    const bob = { userIdentity: iamUser('bob') }
    const records = [
      at(0, 'A'),
      at(3 * DAY, 'B', bob),
      at(3 * DAY, 'B'),
      at(4 * DAY, 'C', bob),
      at(6 * DAY, 'D', bob),
    ]
    expect(minutesOf(newNameOfSubject, records).map(([first]) => first)).toEqual([3 * DAY, 6 * DAY])
  })

  it('finds an hour with many more records than before, once the days before are known', () => {
    const usual = Array.from({ length: 50 }, (_, hour) => at(hour * 60, 'A'))
    const many = Array.from({ length: 10 }, (_, i) => at(50 * 60 + i, 'A'))
    expect(minutesOf(burst, [...usual, ...many])).toEqual([[3000, 3009]])
    expect(minutesOf(burst, many)).toEqual([])
  })

  it('gives back records beyond the lateness, and counts them nowhere', () => {
    const engine = new DetectionEngine({ detections: [manyCalls, deletedUser] })
    const state = new MemoryState()
    engine.run([at(60, 'A')], NO_CONTEXT, state)
    const late = at(30, 'DeleteUser')
    const { hits, tooLate } = engine.run([late, at(45, 'A')], NO_CONTEXT, state)
    expect(tooLate).toEqual([late])
    expect(hits.map(({ detectionId }) => detectionId)).toEqual(['deleted-user'])
    expect(engine.run([at(62, 'A')], NO_CONTEXT, state).hits).toEqual([])
  })

  it('notes what a detection throws, and goes on with the others', () => {
    const broken = {
      ...deletedUser,
      id: 'broken',
      evaluate: () => {
        throw new TypeError('no')
      },
    } as typeof deletedUser
    const record = at(0, 'DeleteUser')
    const engine = new DetectionEngine({ detections: [broken, deletedUser] })
    const { hits, failures } = engine.run([record], NO_CONTEXT, new MemoryState())
    expect(failures).toEqual([{ detectionId: 'broken', eventId: record.eventId, error: 'no' }])
    expect(hits).toHaveLength(1)
  })

  it('goes by what the organisation changed', () => {
    const records = [at(0, 'DeleteUser'), at(1, 'A')]
    const run = (tunings: ConstructorParameters<typeof DetectionEngine>[0]['tunings']) =>
      new DetectionEngine({ detections: [deletedUser, manyCalls], tunings }).run(
        records,
        NO_CONTEXT,
        new MemoryState(),
      ).hits
    expect(run(new Map([['deleted-user', { enabled: false }]]))).toEqual([])
    expect(run(new Map([['deleted-user', { severity: 'low' }]]))[0]?.severity).toBe('low')
    const two = run(new Map([['many-calls', { parameters: { calls: 2 } }]]))
    expect(two.map(({ detectionId }) => detectionId)).toContain('many-calls')
  })

  it('never throws, and lets no detection fail, whatever a record says', () => {
    const engine = new DetectionEngine({
      detections: [...MADE_UP, ...DETECTIONS],
      tunings: new Map(DETECTIONS.map(({ id }) => [id, { enabled: true }])),
    })
    const events = DETECTIONS.flatMap(({ sources, names }) =>
      sources.flatMap((source) => names.map((name) => ({ eventSource: source, eventName: name }))),
    )
    const hostile = fc.record(
      {
        eventTime: fc.constantFrom('2026-11-20T09:00:00Z', '2026-11-20T09:05:00Z'),
        eventID: fc.uuid(),
        awsRegion: fc.oneof(fc.constant('eu-west-1'), fc.jsonValue()),
        userIdentity: fc.oneof(
          fc.jsonValue(),
          fc.record({ type: fc.jsonValue(), arn: fc.jsonValue(), sessionContext: fc.jsonValue() }),
        ),
        requestParameters: fc.oneof(
          fc.jsonValue(),
          fc.constant('HIDDEN_DUE_TO_SECURITY_REASONS'),
          fc.dictionary(
            fc.constantFrom('functionName', 'policyDocument', 'principal', 'roleName'),
            fc.jsonValue(),
          ),
        ),
        responseElements: fc.jsonValue(),
        additionalEventData: fc.jsonValue(),
        resources: fc.jsonValue(),
        userAgent: fc.jsonValue(),
        sourceIPAddress: fc.jsonValue(),
        errorCode: fc.oneof(fc.constant(undefined), fc.jsonValue()),
        errorMessage: fc.jsonValue(),
      },
      { requiredKeys: ['eventTime', 'eventID'] },
    )
    const state = new MemoryState()
    fc.assert(
      fc.property(hostile, fc.integer({ min: 0, max: events.length - 1 }), (raw, index) => {
        const record = readRawRecord(
          { ...raw, ...events[index] },
          { accountId: '111122223333', region: 'eu-west-1' },
        )
        if (!record) return
        expect(engine.run([record], NO_CONTEXT, state).failures).toEqual([])
      }),
      { numRuns: 2000 },
    )
  })
})
