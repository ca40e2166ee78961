import { metricTable, slot } from './metric-table.ts'
import type { MinuteLoad } from './minute-load.ts'

const width = metricTable.length

export type Cell = { samples: number; sum: number; min: number; max: number }

/** Samples, sum, least and greatest of every metric for a row of equal periods. */
export class Buckets {
  readonly length: number
  private readonly samples: Float64Array
  private readonly sums: Float64Array
  private readonly least: Float64Array
  private readonly greatest: Float64Array

  constructor(length: number) {
    this.length = length
    this.samples = new Float64Array(length * width)
    this.sums = new Float64Array(length * width)
    this.least = new Float64Array(length * width).fill(Number.POSITIVE_INFINITY)
    this.greatest = new Float64Array(length * width).fill(Number.NEGATIVE_INFINITY)
  }

  /** Adds a minute of one function. Errors and Throttles have a sample for every request, as Lambda sends them. */
  add(bucket: number, load: MinuteLoad): void {
    const { invocations, errors, throttles, concurrency } = load
    if (invocations > 0) {
      this.put(bucket, slot.invocations, invocations, invocations, 1, 1)
      this.put(bucket, slot.errors, invocations, errors, errors >= invocations ? 1 : 0, errors > 0 ? 1 : 0)
      const { durationAvg, durationMin, durationMax } = load
      this.put(bucket, slot.duration, invocations, invocations * durationAvg, durationMin, durationMax)
      const peak = Math.max(1, Math.ceil(concurrency))
      this.put(bucket, slot.concurrent, 1, peak, peak, peak)
    }
    if (invocations + throttles > 0) {
      this.put(
        bucket,
        slot.throttles,
        invocations + throttles,
        throttles,
        invocations > 0 ? 0 : 1,
        throttles > 0 ? 1 : 0,
      )
    }
    if (load.asyncReceived > 0) {
      const { asyncReceived, asyncAge } = load
      this.put(bucket, slot.asyncReceived, asyncReceived, asyncReceived, 1, 1)
      this.put(bucket, slot.asyncAge, asyncReceived, asyncReceived * asyncAge, asyncAge * 0.4, asyncAge * 3)
    }
    if (load.asyncDropped > 0) this.put(bucket, slot.asyncDropped, load.asyncDropped, load.asyncDropped, 1, 1)
    if (load.deadLetterErrors > 0) {
      this.put(bucket, slot.deadLetterErrors, load.deadLetterErrors, load.deadLetterErrors, 1, 1)
    }
    if (load.iteratorAge > 0) {
      this.put(bucket, slot.iteratorAge, 1, load.iteratorAge, load.iteratorAge, load.iteratorAge)
    }
    if (load.recursiveDropped > 0) {
      this.put(bucket, slot.recursiveDropped, load.recursiveDropped, load.recursiveDropped, 1, 1)
    }
  }

  put(bucket: number, metric: number, samples: number, sum: number, min: number, max: number): void {
    const i = bucket * width + metric
    this.samples[i] = (this.samples[i] ?? 0) + samples
    this.sums[i] = (this.sums[i] ?? 0) + sum
    if (min < (this.least[i] ?? 0)) this.least[i] = min
    if (max > (this.greatest[i] ?? 0)) this.greatest[i] = max
  }

  /** Folds one bucket of another row into one of this row, leaving one metric out if asked. */
  fold(bucket: number, other: Buckets, from: number, except = -1): void {
    for (let m = 0; m < width; m++) {
      const cell = m === except ? undefined : other.cell(from, m)
      if (cell) this.put(bucket, m, cell.samples, cell.sum, cell.min, cell.max)
    }
  }

  cell(bucket: number, metric: number): Cell | undefined {
    const i = bucket * width + metric
    const samples = this.samples[i] ?? 0
    if (samples <= 0) return undefined
    return { samples, sum: this.sums[i] ?? 0, min: this.least[i] ?? 0, max: this.greatest[i] ?? 0 }
  }
}
