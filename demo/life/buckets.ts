import { metricTable } from './metric-table.ts'
import type { MinuteLoad } from './minute-load.ts'

const width = metricTable.length

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

  add(bucket: number, load: MinuteLoad): void {
    for (let m = 0; m < width; m++) {
      const metric = metricTable[m]
      const samples = metric?.samples(load) ?? 0
      if (metric && samples > 0)
        this.put(bucket, m, samples, metric.sum(load), metric.min(load), metric.max(load))
    }
  }

  put(bucket: number, metric: number, samples: number, sum: number, min: number, max: number): void {
    const i = bucket * width + metric
    this.samples[i] = (this.samples[i] ?? 0) + samples
    this.sums[i] = (this.sums[i] ?? 0) + sum
    this.least[i] = Math.min(this.least[i] ?? min, min)
    this.greatest[i] = Math.max(this.greatest[i] ?? max, max)
  }

  /** Folds one bucket of another row into one of this row. */
  fold(bucket: number, other: Buckets, from: number): void {
    this.foldExcept(bucket, other, from, -1)
  }

  /** As `fold`, leaving one metric out. */
  foldExcept(bucket: number, other: Buckets, from: number, metric: number): void {
    for (let m = 0; m < width; m++) {
      const cell = m === metric ? undefined : other.cell(from, m)
      if (cell) this.put(bucket, m, cell.samples, cell.sum, cell.min, cell.max)
    }
  }

  cell(
    bucket: number,
    metric: number,
  ): { samples: number; sum: number; min: number; max: number } | undefined {
    const i = bucket * width + metric
    const samples = this.samples[i] ?? 0
    if (samples <= 0) return undefined
    return { samples, sum: this.sums[i] ?? 0, min: this.least[i] ?? 0, max: this.greatest[i] ?? 0 }
  }
}
