import { OVERLAP_MS, type TrailRequest, trailEvents } from '#server/collectors/trail-events.ts'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { followEvents } from '#server/event-sources/follow-events.ts'
import { moveCursor, readCursor } from '#server/store/cursors.ts'
import { defineJob } from './define-job.ts'
import { runRecorded } from './run-recorded.ts'
import { storeSlices } from './store-slices.ts'
import { findTarget, targetInput, targetKey } from './targets.ts'

const FIRST_LOOK_MS = 6 * HOUR_MS
/** From here on what was changed is asked for first, and of everything else so many pages at a time. */
const LAGGING_MS = HOUR_MS
const PAGES_WHILE_LAGGING = 100
/** What only reads is left out where it lags further behind. */
const HOPELESS_MS = DAY_MS

/** Up to where what was changed is stored, while everything else lags behind. */
const TRAIL_WRITES = 'trail-writes'

/** The last time of which what only reads was left out for good. */
export const TRAIL_LEFT_OUT = 'trail-left-out'

type Cursor = { coveredTo: string }

type Plan = { writes: TrailRequest | null; all: TrailRequest }

/** What is asked for, by how far behind the poll of an account and region is. */
function planOf(coveredTo: Date | null, writtenTo: Date | null, nowMs: number): Plan {
  if (!coveredTo || nowMs - coveredTo.getTime() < LAGGING_MS)
    return { writes: null, all: { cursor: coveredTo, initialLookbackMs: FIRST_LOOK_MS } }
  const from = writtenTo && writtenTo > coveredTo ? writtenTo : coveredTo
  const writes = { cursor: from, writesOnly: true }
  if (nowMs - coveredTo.getTime() < HOPELESS_MS)
    return { writes, all: { cursor: coveredTo, maxPages: PAGES_WHILE_LAGGING } }
  const to = new Date(nowMs - LAGGING_MS)
  const leftOut = { from: coveredTo, to }
  return { writes, all: { cursor: to, maxPages: PAGES_WHILE_LAGGING, leftOut } }
}

const asCursor = ({ from, to }: { from: Date; to: Date }) => ({
  from: from.toISOString(),
  to: to.toISOString(),
})

export const pollTrail = defineJob({
  name: 'poll-trail',
  input: targetInput,
  keyOf: targetKey,
  concurrency: 16,
  expireInSeconds: 3600,
  async run(context, input, signal) {
    const target = await findTarget(context, input)
    if (!target) return
    const placeKey = (collector: string) => ({ collector, ...input })
    const coveredTo = async (collector: string) => {
      const cursor = await readCursor<Cursor>(context.store.pool, placeKey(collector))
      return cursor ? new Date(cursor.coveredTo) : null
    }
    const added: TrailRecord[] = []
    const poll = async (cursor: string, request: TrailRequest) => {
      const { complete } = await runRecorded(
        context,
        target,
        trailEvents,
        request,
        signal,
        async (slices) => {
          const saved = await storeSlices(context, input, slices, {
            moved: async (db, to) => {
              const now = new Date(context.clock())
              await moveCursor(db, placeKey(cursor), { coveredTo: to.toISOString() }, now)
              // The next run no longer sees what this one leaves out.
              if (request.leftOut)
                await moveCursor(db, placeKey(TRAIL_LEFT_OUT), asCursor(request.leftOut), now)
            },
            isFinal: (record) => record.eventTime.getTime() < context.clock() - OVERLAP_MS,
          })
          added.push(...saved)
        },
      )
      return complete
    }
    const plan = planOf(await coveredTo(trailEvents.id), await coveredTo(TRAIL_WRITES), context.clock())
    const isUpToDate = plan.writes === null || (await poll(TRAIL_WRITES, plan.writes))
    if (isUpToDate) await poll(trailEvents.id, plan.all)
    await followEvents(context, added)
  },
})
