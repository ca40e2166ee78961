import { csvFields } from './csv-fields.ts'
import { readTimestamp } from './read-timestamp.ts'

export type Columns = { timestamp: number; value: number }
/** A row as far as it could be read: `problem` says why not further. A value that is not there is null. */
export type Row = { timestamp: string; atMs: number | null; value: number | null; problem: string | null }

const TIMES = ['timestamp', 'time', 'datetime', 'date', 'ts']
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,4})?$/i
const MISSING = /^(?:|null|none|na|n\/a|nil|[+-]?nan|[+-]?inf(?:inity)?)$/i

/** Where a header has its columns; null where the line is none, as it is a row or could only be a broken one. */
export function readHeader(line: string): Columns | null {
  const names = csvFields(line)?.map((name) => name.toLowerCase())
  if (!names) return null
  const timestamp = names.findIndex((name) => TIMES.includes(name))
  const value = names.indexOf('value')
  if (timestamp === -1 && value === -1) return null
  const first = timestamp === -1 ? (value === 0 ? 1 : 0) : timestamp
  return { timestamp: first, value: value === -1 ? (first === 0 ? 1 : 0) : value }
}

export function readRow(line: string, columns: Columns): Row {
  const fields = csvFields(line)
  if (!fields) return broken('a quote is not closed')
  const time = fields[columns.timestamp] ?? ''
  const text = fields[columns.value]
  const atMs = readTimestamp(time)
  if (atMs === null) return broken('its timestamp cannot be read')
  if (text === undefined) return { timestamp: time, atMs, value: null, problem: 'it has no value' }
  if (MISSING.test(text)) return { timestamp: time, atMs, value: null, problem: null }
  if (!NUMBER.test(text)) return { timestamp: time, atMs, value: null, problem: 'its value is not a number' }
  const value = Number(text)
  return { timestamp: time, atMs, value: Number.isFinite(value) ? value : null, problem: null }
}

const broken = (problem: string): Row => ({ timestamp: '', atMs: null, value: null, problem })
