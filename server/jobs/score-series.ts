import { STEP_MS, STEP_SECONDS } from '#server/baselines/series/anomaly-run.ts'
import { MODELLED } from '#server/baselines/series/modelled.ts'
import { settledBorder } from '#server/baselines/series/score-steps.ts'
import { DORMANT_AFTER_MS, type Span } from '#server/baselines/series/steps.ts'
import { DAY_MS, HOUR_MS, SECOND_MS } from '#server/domain/time.ts'
import { moveCursor, readCursor } from '#server/store/cursors.ts'
import { type DueSeries, dueSeries, outgrownModels } from '#server/store/series-models.ts'
import { correlatePlace } from './correlate-place.ts'
import { defineJob, type WorkerContext } from './define-job.ts'
import { evaluateAccount } from './evaluate-account.ts'
import { LEARN_MS, scoreBatch } from './score-batch.ts'
import { type TargetInput, targetInput, targetKey } from './targets.ts'

const SERIES_A_STEP = 500
/** Each of them brings four weeks. */
const FRESH_A_STEP = 20
/** Teaching models the past leaves off after this time, for what is new; it goes on next time. */
const TEACH_FOR_MS = 60 * SECOND_MS
const YOUNG_MS = 14 * DAY_MS
/** Points are fetched from so far back after a pause; of what lies before that nothing is known. */
const REACH_MS = 25 * HOUR_MS
const HOLES_KEPT_MS = 63 * DAY_MS

type ScoreCursor = { until: number; holes: Span[] }

/** Times in which nobody looked: pauses of more than a day, as far as points could not be had afterwards. */
function holesAfter(cursor: ScoreCursor | undefined, untilMs: number): Span[] {
  const holes = (cursor?.holes ?? []).filter(([, toMs]) => untilMs - toMs < HOLES_KEPT_MS)
  if (!cursor || untilMs - cursor.until <= REACH_MS) return holes
  return [...holes, [cursor.until, untilMs - REACH_MS]]
}

async function inSteps(
  context: WorkerContext,
  place: TargetInput,
  { series, size, holes }: { series: readonly DueSeries[]; size: number; holes: readonly Span[] },
  signal: AbortSignal,
  untilMs = Number.POSITIVE_INFINITY,
): Promise<number> {
  let count = 0
  for (let i = 0; i < series.length && context.clock() < untilMs; i += size) {
    signal.throwIfAborted()
    count += await scoreBatch(context.store.pool, place, series.slice(i, i + size), holes)
  }
  return count
}

/**
 * Holds what was polled of an account and region against what is usual: models learn of it, anomalies are kept and get their
 * incidents. What is new of known series comes first, then the past of those that have no model yet.
 */
export const scoreSeries = defineJob({
  name: 'score-series',
  input: targetInput,
  keyOf: targetKey,
  concurrency: 2,
  expireInSeconds: 1800,
  async run(context, place, signal) {
    const { pool } = context.store
    const startedMs = context.clock()
    const due = await dueSeries(pool, place, MODELLED, {
      stepMs: STEP_SECONDS * SECOND_MS,
      dormantMs: DORMANT_AFTER_MS,
      freshFrom: new Date(startedMs - LEARN_MS),
    })
    if (due.length === 0) return
    const untilMs = due.reduce((most, one) => Math.max(most, one.untilMs), 0)
    const key = { collector: 'score-series', ...place }
    const holes = holesAfter(await readCursor<ScoreCursor>(pool, key), untilMs)
    await moveCursor(pool, key, { until: untilMs, holes } satisfies ScoreCursor, new Date(startedMs))
    const known = due.filter(({ isFresh }) => !isFresh)
    const outgrown = new Set(
      await outgrownModels(
        pool,
        known.map(({ id }) => id),
        { youngMs: YOUNG_MS, learnMs: LEARN_MS, border: new Date(settledBorder(untilMs)) },
      ),
    )
    const newer = known.filter(({ id }) => !outgrown.has(id))
    await inSteps(context, place, { series: newer, size: SERIES_A_STEP, holes }, signal)
    await correlatePlace(pool, place, untilMs)
    const fresh = due
      .filter(({ id, isFresh }) => isFresh || outgrown.has(id))
      .map((one) => ({ ...one, isFresh: true }))
    if (fresh.length > 0) {
      const count = await inSteps(
        context,
        place,
        { series: fresh, size: FRESH_A_STEP, holes },
        signal,
        context.clock() + TEACH_FOR_MS,
      )
      if (count > 0) await correlatePlace(pool, place, untilMs + STEP_MS)
    }
    await context.send(evaluateAccount, { accountId: place.accountId })
  },
})
