import { DAY_MS } from '#server/domain/time.ts'
import { type HistoryFilter, MAX_RESULTS } from './history-filter.ts'
import type { TablePlace } from './source-address.ts'
import type { AthenaSettings } from './source-settings.ts'

/** Columns of the CloudTrail table that Athena's user guide defines, which every variant of it has. */
export const ATHENA_COLUMNS = [
  'eventversion',
  'useridentity',
  'eventtime',
  'eventsource',
  'eventname',
  'awsregion',
  'sourceipaddress',
  'useragent',
  'errorcode',
  'errormessage',
  'requestparameters',
  'responseelements',
  'additionaleventdata',
  'requestid',
  'eventid',
  'readonly',
  'resources',
  'eventtype',
  'recipientaccountid',
  'sharedeventid',
  'vpcendpointid',
] as const
/** Those that are no text are read as JSON. */
const AS_JSON = new Set<string>(['useridentity', 'resources'])

const literal = (text: string) => `'${text.replaceAll("'", "''")}'`
const name = (text: string) => `"${text.replaceAll('"', '""')}"`
const like = (column: string, text: string) =>
  `${column} LIKE ${literal(`%${text.replace(/[\\%_]/g, (c) => `\\${c}`)}%`)} ESCAPE '\\'`
const seconds = (iso: string) => new Date(iso).toISOString().replace(/\.\d{3}Z$/, 'Z')

/** What a name may be followed by: 20150331v2 of Lambda, 2020_05_31 of CloudFront. */
const named = (text: string) =>
  `regexp_like(eventname, ${literal(`^${text.replace(/[^\w]/g, (c) => `\\${c}`)}([0-9_]+(v[0-9]+)?)?$`)})`

function conditions(filter: HistoryFilter, textOf: (column: string) => string): string[] {
  return [
    filter.account && `recipientaccountid = ${literal(filter.account)}`,
    filter.region && `awsregion = ${literal(filter.region)}`,
    filter.source && `eventsource = ${literal(filter.source)}`,
    filter.name && named(filter.name),
    filter.actor && like('useridentity.arn', filter.actor),
    filter.function && like(textOf('requestparameters'), filter.function),
    filter.address && `sourceipaddress = ${literal(filter.address)}`,
  ].filter((part) => part !== undefined && part !== '') as string[]
}

/** The days of a range, each as yyyy/mm/dd; files come up to an hour after what is in them. */
export function daysOf(filter: Pick<HistoryFilter, 'from' | 'to'>): string[] {
  const first = Math.floor(Date.parse(filter.from) / DAY_MS)
  const last = Math.floor((Date.parse(filter.to) + 3_600_000) / DAY_MS)
  return Array.from({ length: last - first + 1 }, (_, i) =>
    new Date((first + i) * DAY_MS).toISOString().slice(0, 10).replaceAll('-', '/'),
  )
}

function partitions(filter: HistoryFilter, settings: AthenaSettings): string[] {
  const days = daysOf(filter)
  const first = days[0] ?? ''
  const last = days.at(-1) ?? ''
  if (settings.partitioning === 'day')
    return [`${name(settings.dayColumn)} BETWEEN ${literal(first)} AND ${literal(last)}`]
  if (settings.partitioning === 'none') return []
  return [
    `${name('year')} || '/' || ${name('month')} || '/' || ${name('day')} BETWEEN ${literal(first)} AND ${literal(last)}`,
  ]
}

/** The query of an Athena table of CloudTrail's log files: bounded by time, by partition where there are any, and by number. */
export function athenaSql(table: TablePlace, settings: AthenaSettings, filter: HistoryFilter): string {
  const columns = ATHENA_COLUMNS.map((column) =>
    AS_JSON.has(column) ? `json_format(CAST(${column} AS JSON)) AS ${column}` : column,
  )
  const where = [
    ...partitions(filter, settings),
    `eventtime >= ${literal(seconds(filter.from))}`,
    `eventtime <= ${literal(seconds(filter.to))}`,
    ...conditions(filter, (column) => column),
  ]
  return `SELECT ${columns.join(', ')}
FROM ${name(table.catalog)}.${name(table.database)}.${name(table.table)}
WHERE ${where.join('\n  AND ')}
ORDER BY eventtime DESC
LIMIT ${MAX_RESULTS}`
}

/** The query of an event data store of CloudTrail Lake, which keeps every record as it was in `eventJson`. */
export function lakeSql(dataStoreId: string, filter: HistoryFilter): string {
  const time = (iso: string) => seconds(iso).replace('T', ' ').replace('Z', '')
  const where = [
    `eventtime >= ${literal(time(filter.from))}`,
    `eventtime <= ${literal(time(filter.to))}`,
    ...conditions(filter, (column) => `json_format(CAST(${column} AS JSON))`),
  ]
  return `SELECT eventjson
FROM ${dataStoreId}
WHERE ${where.join('\n  AND ')}
ORDER BY eventtime DESC
LIMIT ${MAX_RESULTS}`
}
