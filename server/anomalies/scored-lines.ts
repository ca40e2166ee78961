import { SeriesModel } from '#server/baselines/model/series-model.ts'
import { type Columns, type Row, readHeader, readRow } from './read-row.ts'

export const ANOMALY_FORMATS = ['csv', 'json'] as const
export type AnomalyFormat = (typeof ANOMALY_FORMATS)[number]

export type RowCounts = {
  rows: number
  scored: number
  anomalies: number
  missing: number
  notNewer: number
  unreadable: number
}

/** What is written of one row; null is what could not be read, or was not scored. */
type Answer = {
  timestamp: string | null
  value: number | null
  score: number | null
  anomaly: boolean | null
  lower: number | null
  upper: number | null
}

const round = (value: number | null, digits: number) =>
  value === null ? null : Number(value.toPrecision(digits))

/** Lines of `timestamp,value` in, lines of scores out; an answer uses nothing after its row. */
export class ScoredLines {
  readonly counts: RowCounts = { rows: 0, scored: 0, anomalies: 0, missing: 0, notNewer: 0, unreadable: 0 }
  readonly #model = new SeriesModel()
  readonly #format: AnomalyFormat
  readonly #problem: (line: number, text: string) => void
  #columns: Columns | null = null
  #line = 0

  constructor(format: AnomalyFormat, problem: (line: number, text: string) => void) {
    this.#format = format
    this.#problem = problem
  }

  get head(): string {
    return this.#format === 'csv' ? 'timestamp,value,score,anomaly,lower,upper\n' : '['
  }

  get foot(): string {
    return this.#format === 'csv' ? '' : this.counts.rows === 0 ? ']\n' : '\n]\n'
  }

  /** What is to be written of a line: nothing of an empty one and of the header. */
  take(line: string): string {
    this.#line += 1
    if (line.trim() === '') return ''
    if (!this.#columns) {
      const columns = readHeader(line)
      this.#columns = columns ?? { timestamp: 0, value: 1 }
      if (columns) return ''
    }
    const row = readRow(line, this.#columns)
    const answer = this.#score(row)
    this.counts.rows += 1
    return this.#format === 'csv'
      ? csvLine(answer)
      : `${this.counts.rows === 1 ? '\n' : ',\n'}${JSON.stringify(answer)}`
  }

  #score({ timestamp, atMs, value, problem }: Row): Answer {
    const { counts } = this
    if (problem !== null) {
      counts.unreadable += 1
      this.#problem(this.#line, problem)
    } else if (value === null) counts.missing += 1
    const scored = atMs === null || value === null ? null : this.#model.score(atMs, value)
    if (!scored && value !== null) counts.notNewer += 1
    if (scored) counts.scored += 1
    if (scored?.isAnomaly) counts.anomalies += 1
    return {
      timestamp: timestamp === '' ? null : timestamp,
      value,
      score: round(scored?.score ?? null, 4),
      anomaly: scored?.isAnomaly ?? null,
      lower: round(scored?.lower ?? null, 6),
      upper: round(scored?.upper ?? null, 6),
    }
  }
}

const csvLine = ({ timestamp, value, score, anomaly, lower, upper }: Answer) =>
  `${timestamp ?? ''},${value ?? ''},${score ?? ''},${anomaly ?? ''},${lower ?? ''},${upper ?? ''}\n`
