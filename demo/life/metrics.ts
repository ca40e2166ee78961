import { setImmediate as nextTurn } from 'node:timers/promises'
import { type FunctionSpec, hourMs, minuteMs, type Partition } from '#demo/estate/model.ts'
import type { IncidentStage } from '#demo/incidents/stage.ts'
import { Buckets } from './buckets.ts'
import { slot } from './metric-table.ts'
import { baseLoad, emptyLoad, type MinuteLoad } from './minute-load.ts'

const accountDelayMs = 90_000
const keptHours = 2_000

/** Every Lambda metric as a function of time; only sums over whole accounts are kept, by the hour. */
export class Metrics {
  private readonly stage: IncidentStage
  private readonly accountHours = new Map<string, Buckets>()
  private readonly load = emptyLoad()

  constructor(stage: IncidentStage) {
    this.stage = stage
  }

  /** The load of a function in a minute since the epoch. The object is reused by the next call. */
  loadAt(fn: FunctionSpec, minute: number): MinuteLoad {
    baseLoad(fn, minute, this.load)
    if (fn.cast) this.stage.changeLoad(fn, this.load, minute * minuteMs)
    return this.load
  }

  /** A row of periods of one function; minutes that CloudWatch has not completed at `nowMs` are left out. */
  ofFunction(fn: FunctionSpec, startMs: number, periodMs: number, length: number, nowMs: number): Buckets {
    const buckets = new Buckets(length)
    const last = Math.floor((nowMs - 60_000 - (fn.key % 31) * 1000) / minuteMs)
    const perBucket = periodMs / minuteMs
    const first = startMs / minuteMs
    const born = Math.ceil(fn.createdMs / minuteMs)
    for (let b = 0; b < length; b++) {
      for (let m = 0; m < perBucket; m++) {
        const minute = first + b * perBucket + m
        if (minute >= born && minute < last) buckets.add(b, this.loadAt(fn, minute))
      }
    }
    return buckets
  }

  /** A row of periods of the whole account and region. */
  ofAccount(partition: Partition, startMs: number, periodMs: number, length: number, nowMs: number): Buckets {
    const buckets = new Buckets(length)
    const last = Math.floor((nowMs - accountDelayMs) / minuteMs)
    const perBucket = periodMs / minuteMs
    for (let b = 0; b < length; b++) {
      for (let m = 0; m < perBucket; m++) {
        const minute = startMs / minuteMs + b * perBucket + m
        if (minute >= last) return buckets
        buckets.fold(b, this.accountHour(partition, Math.floor(minute / 60)), minute % 60)
      }
    }
    return buckets
  }

  /** Works out the hours that account sums of a range need, letting other requests in between. */
  async warm(partition: Partition, startMs: number, endMs: number): Promise<void> {
    let sinceMs = performance.now()
    for (let hour = Math.floor(startMs / hourMs); hour * hourMs < endMs; hour++) {
      this.accountHour(partition, hour)
      if (performance.now() - sinceMs < 25) continue
      await nextTurn()
      sinceMs = performance.now()
    }
  }

  private accountHour(partition: Partition, hour: number): Buckets {
    const key = `${partition.account.id}|${partition.region}|${hour}`
    const known = this.accountHours.get(key)
    if (known) return known
    const buckets = new Buckets(60)
    const total = new Float64Array(60)
    const unreserved = new Float64Array(60)
    for (const fn of partition.functions) {
      if (fn.traffic.kind === 'idle' || fn.createdMs >= (hour + 1) * hourMs) continue
      const born = Math.ceil(fn.createdMs / minuteMs)
      const cron = fn.traffic.kind === 'cron' && !fn.cast ? fn.traffic.everyMinutes : 1
      const offset = cron === 1 ? 0 : (cron - ((hour * 60 + (fn.key % 1440)) % cron)) % cron
      for (let m = offset; m < 60; m += cron) {
        if (hour * 60 + m < born) continue
        const load = this.loadAt(fn, hour * 60 + m)
        if (load.invocations + load.throttles === 0) continue
        buckets.add(m, load)
        total[m] = (total[m] ?? 0) + load.concurrency
        if (fn.reserved === undefined) unreserved[m] = (unreserved[m] ?? 0) + load.concurrency
      }
    }
    const whole = new Buckets(60)
    for (let m = 0; m < 60; m++) {
      whole.fold(m, buckets, m, slot.concurrent)
      const all = Math.ceil(total[m] ?? 0)
      const free = Math.ceil(unreserved[m] ?? 0)
      if (all > 0) whole.put(m, slot.concurrent, 1, all, all, all)
      if (all > 0) whole.put(m, slot.unreserved, 1, free, free, free)
    }
    if (this.accountHours.size >= keptHours) {
      const oldest = this.accountHours.keys().next().value
      if (oldest !== undefined) this.accountHours.delete(oldest)
    }
    this.accountHours.set(key, whole)
    return whole
  }
}
