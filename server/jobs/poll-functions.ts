import { functionSeries } from '#server/collectors/lambda-series.ts'
import type { PeriodSeconds, SeriesKey } from '#server/domain/metrics/metric.ts'
import { perHourOf, troubleOf } from '#server/domain/metrics/polling/activity.ts'
import { CORE_METRICS, type Group } from '#server/domain/metrics/polling/paces.ts'
import type { PollingPlan } from '#server/domain/metrics/polling/plan-polling.ts'
import { DAY_MS, floorTo, HOUR_MS, MINUTE_MS, SECOND_MS } from '#server/domain/time.ts'
import { type AskedRow, noteAsked } from '#server/store/metric-watch.ts'
import type { WorkerContext } from './define-job.ts'
import type { Watched } from './poll-plan.ts'
import { pollSeries, type SeriesWindow } from './poll-series.ts'
import type { Target } from './targets.ts'
import { WatchedPoints } from './watched-points.ts'

/** Lambda's points arrive late and are corrected: look back at least this far. Source: CloudWatch, metrics latency. */
export const LOOKBACK_MS = 18 * MINUTE_MS
/** A page's last 24 hours begin on the hour. */
export const FUNCTION_FIRST_MS = 25 * HOUR_MS
/** Jobs begin once a minute, a few seconds sooner or later. */
const SLACK_MS = 30 * SECOND_MS
const TROUBLE_MS = 30 * MINUTE_MS
/** Questions of like reach go together: a request has one window. */
const REACHES_MS = [30 * MINUTE_MS, 100 * MINUTE_MS, 7 * HOUR_MS, 26 * HOUR_MS, 8 * DAY_MS]

type Ask = { name: string; group: Group; metrics: string[]; periodSeconds: PeriodSeconds; fromMs: number }

const STEP_MS = 5 * MINUTE_MS
/** A period's points are there so long after its end, as a rule: busy functions are asked as soon as one is whole. */
const ARRIVED_MS = 2 * MINUTE_MS
const stepOf = (ms: number) => Math.floor((ms - ARRIVED_MS) / STEP_MS)

function isDue(askedAt: Date | null, paceS: number, nowMs: number): boolean {
  if (askedAt === null) return true
  const paceMs = paceS * SECOND_MS
  if (paceMs === STEP_MS) return stepOf(nowMs) > stepOf(askedAt.getTime())
  return paceS > 0 && nowMs - askedAt.getTime() >= paceMs - SLACK_MS
}

/** Functions are not asked again within this time because the account rises. */
const JUST_ASKED_MS = 4 * MINUTE_MS

type Now = {
  nowMs: number
  /** The same by AWS's clock. */
  toMs: number
  /** Whether all functions are asked, seldom invoked and idle ones too. */
  lookAround: boolean
}

/** What is asked now, with its window: from where it was, as far back as is needed for late points, and a day at first. */
export function dueAsks(
  watched: readonly Watched[],
  plan: PollingPlan,
  { nowMs, toMs, lookAround }: Now,
): Ask[] {
  const asks: Ask[] = []
  if (plan.accountS === 0) return asks
  for (const [i, row] of watched.entries()) {
    const paced = plan.functions[i]
    for (const group of ['core', 'rare'] as const) {
      const paceS = (group === 'core' ? paced?.coreS : paced?.rareS) ?? 0
      const [askedAt, until] =
        group === 'core' ? [row.coreAskedAt, row.coreUntil] : [row.rareAskedAt, row.rareUntil]
      const isNew = until === null
      const isLooked = lookAround && group === 'core' && nowMs - (askedAt?.getTime() ?? 0) > JUST_ASKED_MS
      const metrics = isLooked && row[group].length === 0 ? [...CORE_METRICS] : row[group]
      const isAsked = isLooked || ((paceS > 0 || isNew) && isDue(askedAt, paceS, nowMs))
      if (metrics.length === 0 || !isAsked) continue
      const reachMs = Math.max(FUNCTION_FIRST_MS, 2 * paceS * SECOND_MS)
      const sinceMs = Math.max(
        until ? until.getTime() - LOOKBACK_MS : 0,
        toMs - (isNew ? FUNCTION_FIRST_MS : reachMs),
      )
      const isMinutes = paceS === MINUTE_MS / SECOND_MS && toMs - sinceMs < HOUR_MS
      asks.push({
        name: row.name,
        group,
        metrics,
        periodSeconds: isMinutes ? 60 : 300,
        fromMs: floorTo(sinceMs, STEP_MS),
      })
    }
  }
  return asks
}

/** As few windows as there are different reaches: to look back further costs nothing. */
export function windowsOf(
  place: { accountId: string; region: string },
  asks: readonly Ask[],
  toMs: number,
): SeriesWindow[] {
  const reachOf = ({ fromMs }: Ask) => REACHES_MS.findIndex((reachMs) => toMs - fromMs <= reachMs)
  const groups = Map.groupBy(asks, (ask) => `${ask.periodSeconds} ${reachOf(ask)}`)
  return [...groups.values()].map((list) => ({
    series: list.flatMap((ask) => functionSeries(place, ask.name, new Set(ask.metrics))),
    periodSeconds: list[0]?.periodSeconds ?? 300,
    from: new Date(list.reduce((least, { fromMs }) => Math.min(least, fromMs), toMs)),
    to: new Date(toMs),
  }))
}

/** Gathers while answers come which functions were answered in full, and the points that tell how they are. */
class Answers {
  readonly #left = new Map<string, number>()
  readonly points = new WatchedPoints()

  constructor(asks: readonly Ask[]) {
    for (const { name, group, metrics } of asks) {
      const all = functionSeries({ accountId: '', region: '' }, name, new Set(metrics))
      this.#left.set(`${group} ${name}`, all.filter(isPlain).length)
    }
  }

  answered(keys: readonly SeriesKey[]): void {
    for (const key of keys.filter(isPlain)) {
      const id = `${CORE_METRICS.has(key.metric) ? 'core' : 'rare'} ${key.dimension}`
      this.#left.set(id, (this.#left.get(id) ?? 0) - 1)
    }
  }

  rowOf({ name, group, fromMs }: Ask, toMs: number): AskedRow {
    const isWhole = this.#left.get(`${group} ${name}`) === 0
    const answer = this.points.of(name)
    const seen = { perHour: perHourOf(answer, toMs - fromMs), trouble: troubleOf(answer) }
    return {
      name,
      group,
      until: isWhole ? new Date(toMs) : null,
      seen: group === 'core' && isWhole ? seen : null,
    }
  }
}

const isPlain = (key: SeriesKey) => !/^p\d/.test(key.stat)

export type FunctionsPolled = {
  had: boolean
  whole: boolean
  /** Who was asked, and from when on. */
  reached: { from: Date; names: string[] }[]
}

/** Asks for what is due of functions, stores it, and keeps for each up to when it is known and what it showed. */
export async function pollFunctions(
  context: WorkerContext,
  target: Target,
  asks: readonly Ask[],
  toMs: number,
  signal: AbortSignal,
): Promise<FunctionsPolled> {
  const place = { accountId: target.account.id, region: target.region }
  if (asks.length === 0) return { had: true, whole: true, reached: [] }
  const windows = windowsOf(place, asks, toMs)
  const answers = new Answers(asks)
  const { had, whole } = await pollSeries(context, target, windows, signal, {
    points: (key, points) => answers.points.add(key, points),
    answered: (keys) => answers.answered(keys),
  })
  const now = new Date(context.clock())
  const rows = asks.map((ask) => answers.rowOf(ask, toMs))
  await noteAsked(context.store.pool, place, rows, {
    now,
    troubleUntil: new Date(now.getTime() + TROUBLE_MS),
  })
  const reached = windows.map(({ from, series }) => ({
    from,
    names: [...new Set(series.map(({ dimension }) => dimension))],
  }))
  return { had, whole, reached }
}
