import type { SeriesKey } from '#server/domain/metrics/metric.ts'
import type { Answered } from '#server/domain/metrics/polling/activity.ts'
import type { SeriesPoints } from '#server/store/save-points.ts'

const WATCHED: Record<string, keyof Answered> = {
  Invocations: 'invocations',
  Errors: 'errors',
  Throttles: 'throttles',
  ConcurrentExecutions: 'concurrency',
}
type Values = [number, number][]
type Seen = Record<keyof Answered, Values>

const nothing = (): Seen => ({ invocations: [], errors: [], throttles: [], concurrency: [] })

/** Of the points that come, those that tell how a function or an account is doing, by name. */
export class WatchedPoints {
  readonly #seen = new Map<string, Seen>()

  add(key: SeriesKey, points: SeriesPoints['points']): void {
    const field = WATCHED[key.metric]
    if (!field) return
    const seen = this.#seen.get(key.dimension) ?? nothing()
    this.#seen.set(key.dimension, seen)
    seen[field] = points.map(({ at, value }) => [at.getTime(), value])
  }

  of(name: string): Answered {
    return this.#seen.get(name) ?? nothing()
  }
}
