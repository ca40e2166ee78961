import type { Pool } from 'pg'
import { SeriesModel } from '#server/baselines/model/series-model.ts'
import { type AnomalyRun, STEP_MS } from '#server/baselines/series/anomaly-run.ts'
import { modelledOf } from '#server/baselines/series/modelled.ts'
import { type ScoredSteps, scoreSteps, settledBorder } from '#server/baselines/series/score-steps.ts'
import { SeriesTracker, type TrackerMemory } from '#server/baselines/series/series-tracker.ts'
import {
  leastBefore,
  type Silence,
  silentSince,
  usualGap,
  usualStreak,
} from '#server/baselines/series/silence.ts'
import { type Span, stepsOf } from '#server/baselines/series/steps.ts'
import { DAY_MS, floorTo } from '#server/domain/time.ts'
import { inTransaction } from '#server/store/in-transaction.ts'
import { type AnomalyRow, saveAnomalies } from '#server/store/metric-anomalies.ts'
import { saveBands } from '#server/store/metric-bands.ts'
import {
  type DueSeries,
  loadModels,
  type ModelPoint,
  type ModelRow,
  readModelPoints,
  type StoredModel,
  saveModels,
  touchModels,
} from '#server/store/series-models.ts'

type Place = { accountId: string; region: string }

/** Of what is kept beside a model's state; another begins anew, as a model does whose state is of another version. */
const FORMAT = 1
/** How much of the past a model is taught when it begins. */
export const LEARN_MS = 28 * DAY_MS
/** Anomalies that ended longer ago are not kept when a model is taught the past. */
const KEPT_MS = 14 * DAY_MS

type Memory = TrackerMemory & { lastPointMs: number | null }
type Begun = {
  tracker: SeriesTracker
  fromMs: number
  sinceMs: number | null
  lastPointMs: number | null
  wasWarm: boolean
}

function begin(series: DueSeries, stored: StoredModel | undefined): Begun {
  const { unit = '' } = modelledOf(series.metric, series.stat) ?? {}
  const options = { unit, listens: series.metric === 'Invocations' }
  const model = stored?.version === FORMAT ? SeriesModel.restore(stored.state) : undefined
  if (stored && model && Buffer.compare(model.save(), stored.state) === 0) {
    const { lastPointMs, ...memory } = stored.memory as Memory
    const tracker = new SeriesTracker(options, model, memory)
    const { settledMs: fromMs, sinceMs, isWarm: wasWarm } = stored
    return { tracker, fromMs, sinceMs, lastPointMs, wasWarm }
  }
  const fromMs = floorTo(series.untilMs - LEARN_MS, STEP_MS)
  return { tracker: new SeriesTracker(options), fromMs, sinceMs: null, lastPointMs: null, wasWarm: false }
}

function toRows(
  place: Place,
  series: DueSeries,
  runs: readonly AnomalyRun[],
  settled: boolean,
): AnomalyRow[] {
  return runs
    .filter((run) => series.untilMs - run.lastMs <= KEPT_MS)
    .map((run) => ({
      seriesId: series.id,
      ...place,
      functionName: series.dimension || null,
      metric: series.metric,
      stat: series.stat,
      ...run,
      settled,
    }))
}

type Done = {
  series: DueSeries
  begun: Begun
  scored: ScoredSteps
  settledMs: number
  lastPointMs: number | null
  sinceMs: number
}

function scoreOne(
  series: DueSeries,
  begun: Begun,
  points: readonly ModelPoint[],
  holes: readonly Span[],
): Done | undefined {
  const sinceMs = begun.sinceMs ?? points[0]?.atMs
  if (sinceMs === undefined) return undefined
  const fromMs = Math.max(begun.fromMs, floorTo(sinceMs, STEP_MS))
  const settledMs = Math.max(settledBorder(series.untilMs), fromMs)
  const looked = { fromMs, untilMs: series.untilMs, holes, lastPointMs: begun.lastPointMs }
  const steps = stepsOf(series.stat, points, looked)
  const scored = scoreSteps(begun.tracker, steps, { settledMs, untilMs: series.untilMs })
  const lastPointMs = points.findLast((point) => point.atMs < settledMs)?.atMs ?? begun.lastPointMs
  return { series, begun, scored, settledMs, lastPointMs, sinceMs }
}

/** What a rule may ask of a pause. */
function silenceFacts(silence: Silence, untilMs: number) {
  const { expected, steps, fallen } = silence
  return {
    expected,
    steps,
    fallen,
    last: silence.before.at(-1) ?? 0,
    leastBefore: leastBefore(silence),
    ...usualGap(silence),
    streak: usualStreak(silence, untilMs - STEP_MS),
  }
}

function toModel({ series, begun, scored, settledMs, lastPointMs, sinceMs }: Done): ModelRow {
  const { silence } = scored
  const isSilent =
    silence !== null && silence.sinceMs !== null && (silence.steps > 0 || silence.fallen !== null)
  const memory: Memory = { ...scored.settled.memory, lastPointMs }
  return {
    seriesId: series.id,
    version: FORMAT,
    state: scored.settled.model,
    sinceMs,
    settledMs,
    scoredMs: floorTo(series.untilMs, STEP_MS),
    isWarm: scored.count > 0 ? scored.isWarm : begun.wasWarm,
    memory,
    silentSinceMs: isSilent ? silentSince(silence) : null,
    silence: isSilent ? silenceFacts(silence, series.untilMs) : null,
  }
}

/** What of a batch changed: models that settled further, and how the others stand. */
async function keep(pool: Pool, place: Place, done: readonly Done[], isMoved: (one: Done) => boolean) {
  const moved = done.filter(isMoved)
  const stayed = done.filter((one) => !isMoved(one))
  await inTransaction(pool, async (db) => {
    await saveModels(db, moved.map(toModel))
    await touchModels(db, stayed.map(toModel))
    await saveBands(
      db,
      moved.flatMap(({ series, scored }) => scored.bands.map((band) => ({ seriesId: series.id, ...band }))),
    )
    await saveAnomalies(
      db,
      done.map(({ series }) => series.id),
      done.flatMap(({ series, scored }) => [
        ...toRows(place, series, scored.settled.finished, true),
        ...toRows(place, series, scored.provisional, false),
      ]),
    )
  })
}

/**
 * Tells the models of some series what was stored since, and keeps what they found and how far they are in one
 * transaction: a worker that dies leaves everything as it was. Returns the number of points that were scored.
 */
export async function scoreBatch(
  pool: Pool,
  place: Place,
  batch: readonly DueSeries[],
  holes: readonly Span[],
): Promise<number> {
  const known = batch.filter(({ isFresh }) => !isFresh).map(({ id }) => id)
  const stored = await loadModels(pool, known)
  const begun = batch.map((series) => ({ series, ...begin(series, stored.get(series.id)) }))
  const toMs = batch.reduce((most, { untilMs }) => Math.max(most, untilMs), 0)
  const wanted = begun.map(({ series, fromMs }) => ({ id: series.id, fromMs }))
  const points = Map.groupBy(await readModelPoints(pool, wanted, toMs), ({ seriesId }) => seriesId)
  const done = begun.flatMap(({ series, ...own }) => {
    const one = scoreOne(series, own, points.get(series.id) ?? [], holes)
    return one ? [one] : []
  })
  await keep(
    pool,
    place,
    done,
    ({ series, settledMs }) => settledMs > (stored.get(series.id)?.settledMs ?? 0),
  )
  return done.reduce((sum, { scored }) => sum + scored.count, 0)
}
