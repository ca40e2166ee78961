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
  /** Leaves out what only reads, so that what was changed is known soon; LookupEvents takes a single attribute. */
  writesOnly?: boolean
  /** Ends after a slice once so many pages of 50 were read; without limit by default. */
  maxPages?: number
  /** A time that is left out for good, because there are more events than LookupEvents gives. */
  leftOut?: { from: Date; to: Date }
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
    let sliceMs = request.maxPages === undefined ? HOUR_MS : SMALLEST_SLICE_MS
    let pagesRead = 0
    if (request.leftOut) tellLeftOut(context, request.leftOut)
    let seen = new Set<string>()
    while (fromMs < toMs) {
      const endMs = Math.min(fromMs + sliceMs, toMs)
      const ids = new Set<string>()
      let pageCount = 0
      const pages = lookUp(context, new Date(fromMs), new Date(endMs), request.writesOnly === true)
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
      pagesRead += Math.max(1, pageCount)
      if (pagesRead >= (request.maxPages ?? Number.POSITIVE_INFINITY)) break
      if (pageCount <= 2) sliceMs = Math.min(sliceMs * 2, LARGEST_SLICE_MS)
      else if (pageCount > 20) sliceMs = Math.max(sliceMs / 2, SMALLEST_SLICE_MS)
    }
    return { complete: true }
  },
  countOf: (slice) => slice.records.length,
})

function tellLeftOut({ report }: CollectorContext, { from, to }: { from: Date; to: Date }): void {
  const message = `what only reads, from ${from.toISOString()} to ${to.toISOString()}, was left out: there is more of it than LookupEvents gives in time; a trail's log files have it all`
  report.addProblem(lookupEvents, { state: 'failed', code: 'TooManyEvents', message })
}

function lookUp(
  context: CollectorContext,
  StartTime: Date,
  EndTime: Date,
  writesOnly: boolean,
): AsyncGenerator<unknown[], PagingEnd> {
  return paginate(context, {
    operation: lookupEvents,
    command: (NextToken) =>
      new LookupEventsCommand({
        StartTime,
        EndTime,
        MaxResults: 50,
        NextToken,
        ...(writesOnly
          ? { LookupAttributes: [{ AttributeKey: 'ReadOnly' as const, AttributeValue: 'false' }] }
          : {}),
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
