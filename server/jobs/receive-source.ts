import { z } from 'zod'
import { queueDepth } from '#server/collectors/trail/queue-messages.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import { receiveEvents } from '#server/event-sources/receive-events.ts'
import { receiveFiles } from '#server/event-sources/receive-files.ts'
import { countSourceSpend, sourceCall } from '#server/event-sources/source-call.ts'
import { findSource, setSourceEmpty, setSourceStatus, setWaiting } from '#server/store/trail-sources.ts'
import { defineJob } from './define-job.ts'

/** Two at once for each queue, of lengths that never end together: there is always one that listens. */
export const RECEIVERS = [0, 1] as const
const RUN_MS = [50 * MINUTE_MS, 35 * MINUTE_MS] as const
/** SQS waits at most 20 seconds; an attempt of ours is given up after as long. */
const WAIT_SECONDS = 15
/** Whether a source answers at all is to be known soon. */
const FIRST_WAIT_SECONDS = 1
const DEPTH_EVERY_MS = MINUTE_MS

/** Receives from one queue for the better part of an hour; `watch-sources` starts it again. */
export const receiveSource = defineJob({
  name: 'receive-source',
  input: z.object({ sourceId: z.uuid(), receiver: z.literal(RECEIVERS) }),
  keyOf: ({ sourceId, receiver }) => `${sourceId}/${receiver}`,
  concurrency: 32,
  expireInSeconds: 3600,
  async run(context, { sourceId, receiver }, signal) {
    const { store, clock } = context
    const untilMs = clock() + RUN_MS[receiver]
    let depthAtMs = 0
    while (clock() < untilMs) {
      signal.throwIfAborted()
      const source = await findSource(store.pool, sourceId)
      if (!source?.enabled) return
      const way = await sourceCall(context, source, signal)
      const waitSeconds = source.status === 'ok' ? WAIT_SECONDS : FIRST_WAIT_SECONDS
      const receive = source.kind === 'file-queue' ? receiveFiles : receiveEvents
      const round = way.state === 'ok' ? await receive(context, source, way.call, waitSeconds) : way
      const now = new Date(clock())
      if (round.state !== 'ok') {
        if (way.state === 'ok') await countSourceSpend(context, source, way.call)
        await setSourceStatus(store.pool, sourceId, { status: round.state, text: round.message }, now)
        return
      }
      if (round.messages === 0) await setSourceEmpty(store.pool, sourceId, now)
      if (way.state === 'ok' && receiver === 0 && clock() - depthAtMs >= DEPTH_EVERY_MS) {
        depthAtMs = clock()
        const depth = await queueDepth(way.call, source.address)
        if (depth.state === 'ok') await setWaiting(store.pool, sourceId, depth.waiting)
      }
      if (way.state === 'ok') await countSourceSpend(context, source, way.call)
    }
  },
})
