import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail'
import type { Operation } from '#server/aws/operation.ts'
import { type PagingEnd, paginate } from '#server/aws/paginate.ts'
import { asObject } from '#server/domain/json.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import { readTrailRecord } from '#server/domain/trail/read-trail-record.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { type CollectorContext, type Completion, defineCollector } from './define-collector.ts'

export type TrailRequest = {
  /** Up to where events are stored; null looks back over `initialLookbackMs`. */
  cursor: Date | null
  /** Now, by default. */
  to?: Date
  /** How much before the cursor is read again, because events arrive up to 15 minutes late. */
  overlapMs?: number
  initialLookbackMs?: number
  /** One event source only, e.g. lambda.amazonaws.com; LookupEvents takes a single attribute. */
  eventSource?: string
}

/**
 * Some records of a slice of time. `coveredTo` is set with the slice's last ones: once they are stored, everything up
 * to there is, and the cursor may move.
 */
export type TrailSlice = { records: TrailRecord[]; coveredTo: Date | null }

const lookupEvents: Operation = {
  service: 'cloudtrail',
  name: 'LookupEvents',
  permission: 'cloudtrail:LookupEvents',
  costUsd: 0,
  hides: 'who changed what: all CloudTrail events and what is detected from them',
}

/** LookupEvents keeps 90 days. Source: CloudTrail user guide. */
const RETENTION_MS = 90 * DAY_MS
/** Events arrive up to 15 minutes late. */
export const OVERLAP_MS = 20 * MINUTE_MS
const LOOKBACK_MS = 14 * DAY_MS
const SMALLEST_SLICE_MS = 5 * MINUTE_MS
const LARGEST_SLICE_MS = DAY_MS

/** CloudTrail's management events, oldest slice first. Slices grow while they are thin and shrink while they are full. */
export const trailEvents = defineCollector<TrailSlice, TrailRequest>({
  id: 'trail-events',
  title: 'CloudTrail events',
  scope: 'region',
  operations: [lookupEvents],
  async *collect(context, request): AsyncGenerator<TrailSlice[], Completion> {
    const toMs = request.to?.getTime() ?? context.clock()
    const cursorMs = request.cursor?.getTime()
    const wantedMs =
      cursorMs === undefined
        ? toMs - (request.initialLookbackMs ?? LOOKBACK_MS)
        : cursorMs - (request.overlapMs ?? OVERLAP_MS)
    let fromMs = Math.max(wantedMs, toMs - RETENTION_MS)
    let sliceMs = HOUR_MS
    let seen = new Set<string>()
    while (fromMs < toMs) {
      const endMs = Math.min(fromMs + sliceMs, toMs)
      const ids = new Set<string>()
      let pageCount = 0
      const pages = lookUp(context, new Date(fromMs), new Date(endMs), request.eventSource)
      let held: TrailRecord[] = []
      for (;;) {
        const page = await pages.next()
        if (page.done) {
          if (!page.value.complete) {
            if (held.length > 0) yield [{ records: held, coveredTo: null }]
            return { complete: false }
          }
          break
        }
        if (held.length > 0) yield [{ records: held, coveredTo: null }]
        pageCount += 1
        held = readPage(context, page.value).filter(({ eventId }) => !seen.has(eventId) && !ids.has(eventId))
        for (const { eventId } of held) ids.add(eventId)
      }
      yield [{ records: held, coveredTo: new Date(endMs) }]
      seen = ids
      fromMs = endMs
      if (pageCount <= 2) sliceMs = Math.min(sliceMs * 2, LARGEST_SLICE_MS)
      else if (pageCount > 20) sliceMs = Math.max(sliceMs / 2, SMALLEST_SLICE_MS)
    }
    return { complete: true }
  },
  countOf: (slice) => slice.records.length,
})

function lookUp(
  context: CollectorContext,
  StartTime: Date,
  EndTime: Date,
  eventSource: string | undefined,
): AsyncGenerator<unknown[], PagingEnd> {
  const LookupAttributes = eventSource && [
    { AttributeKey: 'EventSource' as const, AttributeValue: eventSource },
  ]
  return paginate(context, {
    operation: lookupEvents,
    command: (NextToken) =>
      new LookupEventsCommand({
        StartTime,
        EndTime,
        MaxResults: 50,
        NextToken,
        ...(LookupAttributes ? { LookupAttributes } : {}),
      }),
    items: 'Events',
    token: 'NextToken',
  })
}

function readPage(context: CollectorContext, page: unknown[]): TrailRecord[] {
  const place = { accountId: context.account.id, region: context.region }
  const records: TrailRecord[] = []
  for (const item of page) {
    const record = readTrailRecord(asObject(item), place)
    if (record) records.push(record)
    if (record === undefined || record.raw.unreadable === true) {
      const message = 'an event has no id, no time or no readable record'
      const problem = { state: 'malformed' as const, code: 'UnreadableEvent', message }
      context.report.addProblem(lookupEvents, problem, record?.eventId)
    }
  }
  return records
}
