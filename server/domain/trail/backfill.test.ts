import { expect, it } from 'vitest'
import { DAY_MS } from '#server/domain/time.ts'
import { backfillDepthMs, backfilledShare } from './backfill.ts'

const STARTED = Date.parse('2026-11-20T10:00:00Z')
const cursor = (days: number) => ({
  startedAt: new Date(STARTED).toISOString(),
  coveredFrom: new Date(STARTED - days * DAY_MS).toISOString(),
})

it('fetches as far back as CloudTrail knows and events are kept', () => {
  expect([7, 90, 400].map((days) => backfillDepthMs(days) / DAY_MS)).toEqual([7, 90, 90])
})

it.each([
  [undefined, 90, 0],
  [cursor(0), 90, 0],
  [cursor(45), 90, 0.5],
  [cursor(90), 90, 1],
  [cursor(14), 7, 1],
  [cursor(-3), 90, 0],
])('tells the share that is fetched (%#)', (given, keptDays, share) => {
  expect(backfilledShare(given, keptDays)).toBe(share)
})
