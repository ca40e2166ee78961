import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { csvFields } from '#server/anomalies/csv-fields.ts'
import { readHeader, readRow } from '#server/anomalies/read-row.ts'
import { asArray, asObject, asText, parseJson } from '#server/domain/json.ts'

const FOLDER = new URL('../../../shared/data/metrics/', import.meta.url)

export const isDataThere = existsSync(FOLDER)

/** Rows as they are in the file; a value that is missing is not a number. */
export type Series = { name: string; atMs: number[]; values: number[] }
/** First and last row of each window in which something was wrong. */
export type WindowedSeries = Series & { windows: [from: number, to: number][] }
export type LabelledSeries = Series & { isAnomaly: boolean[] }

function readSeries(path: string): LabelledSeries {
  const lines = readFileSync(new URL(path, FOLDER), 'utf8').trim().split(/\r?\n/)
  const columns = readHeader(lines[0] ?? '')
  if (!columns) throw new Error(`${path} has no header`)
  const label = csvFields(lines[0] ?? '')?.indexOf('Label') ?? -1
  const series: LabelledSeries = { name: path, atMs: [], values: [], isAnomaly: [] }
  for (const line of lines.slice(1)) {
    const { atMs, value } = readRow(line, columns)
    series.atMs.push(atMs ?? Number.NaN)
    series.values.push(value ?? Number.NaN)
    series.isAnomaly.push(csvFields(line)?.[label] === '1')
  }
  return series
}

const timeOf = (text: unknown) => Date.parse(`${(asText(text) ?? '').slice(0, 19).replace(' ', 'T')}Z`)

/** The nine series of CloudWatch, with their windows. */
export function cloudwatchSeries(): WindowedSeries[] {
  const labels = asObject(parseJson(readFileSync(new URL('cloudwatch/labels.json', FOLDER), 'utf8')))
  return Object.entries(labels).map(([file, windows]) => {
    const series = readSeries(`cloudwatch/${file}`)
    return {
      ...series,
      windows: asArray(windows).map((window) => rowsOf(series, asArray(window).map(timeOf))),
    }
  })
}

function rowsOf({ atMs }: Series, [fromMs = 0, toMs = 0]: number[]): [number, number] {
  return [atMs.findIndex((at) => at >= fromMs), atMs.findLastIndex((at) => at <= toMs)]
}

/** The series of services, with a label a point. */
export function serviceSeries(): LabelledSeries[] {
  return readdirSync(new URL('service/', FOLDER)).flatMap((folder) =>
    readdirSync(new URL(`service/${folder}/`, FOLDER))
      .filter((file) => file.endsWith('.csv'))
      .map((file) => readSeries(`service/${folder}/${file}`)),
  )
}
