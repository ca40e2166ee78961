import { DAY_MS } from '#server/domain/time.ts'

/** LookupEvents keeps 90 days. Source: CloudTrail user guide. */
const LOOKUP_DAYS = 90

/** How far the fetching of older events of an account and region is: newest first, from its start backwards. */
export type BackfillCursor = { coveredFrom: string; startedAt: string }

/** How far back events are fetched, in milliseconds: what would be dropped again at once is not. */
export function backfillDepthMs(keptDays: number): number {
  return Math.min(LOOKUP_DAYS, keptDays) * DAY_MS
}

/** Share of the past that is fetched, 0 to 1. */
export function backfilledShare(cursor: BackfillCursor | undefined, keptDays: number): number {
  if (!cursor) return 0
  const fetchedMs = Date.parse(cursor.startedAt) - Date.parse(cursor.coveredFrom)
  return Math.min(1, Math.max(0, fetchedMs / backfillDepthMs(keptDays)))
}
