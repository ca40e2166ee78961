import { setImmediate } from 'node:timers/promises'
import { dayMs, hourMs } from '#demo/estate/model.ts'
import { toRecord } from '#demo/trail/record.ts'
import type { World } from '#demo/world.ts'
import { actsBetween, partitionsOf } from './acts-between.ts'

type Record_ = Record<string, unknown>

/** The estate has no older past, whatever is asked for. */
const reachDays = 400
const mostFound = 2_000
/** What a day of one account and region is in the bucket, about. */
const bytesADay = 96 * 4_000

const quoted = (sql: string, pattern: RegExp) => pattern.exec(sql)?.[1]?.replaceAll("''", "'")
const contained = (sql: string, column: string) =>
  new RegExp(`${column}[^\\n]*LIKE '%((?:[^']|'')*)%'`)
    .exec(sql)?.[1]
    ?.replaceAll("''", "'")
    .replace(/\\(.)/g, '$1')

/** The conditions that Athena and Lake are asked with here, and no others, as a test of records. */
function wantedBy(sql: string): (record: Record_) => boolean {
  const equal: [field: string, value: string | undefined][] = [
    ['recipientAccountId', quoted(sql, /recipientaccountid = '((?:[^']|'')*)'/)],
    ['awsRegion', quoted(sql, /awsregion = '((?:[^']|'')*)'/)],
    ['eventSource', quoted(sql, /eventsource = '((?:[^']|'')*)'/)],
    ['sourceIPAddress', quoted(sql, /sourceipaddress = '((?:[^']|'')*)'/)],
  ]
  const name = quoted(sql, /regexp_like\(eventname, '((?:[^']|'')*)'\)/)
  const names = name === undefined ? undefined : new RegExp(name)
  const actor = contained(sql, 'useridentity\\.arn')
  const parameters = contained(sql, 'requestparameters')
  return (record) =>
    equal.every(([field, value]) => value === undefined || record[field] === value) &&
    (names?.test(String(record.eventName)) ?? true) &&
    (actor === undefined || JSON.stringify(record.userIdentity).includes(actor)) &&
    (parameters === undefined || JSON.stringify(record.requestParameters).includes(parameters))
}

function timeIn(sql: string, operator: string): number {
  const text = quoted(sql, new RegExp(`eventtime ${operator} '([^']*)'`)) ?? ''
  return Date.parse(text.includes('T') ? text : `${text.replace(' ', 'T')}Z`)
}

export type Found = { records: Record_[]; scannedBytes: number }

/** Looks through the past as a query says, newest first, without holding up others for long. */
export async function searchPast(world: World, sql: string): Promise<Found> {
  const nowMs = world.now()
  const toMs = Math.min(timeIn(sql, '<='), nowMs)
  const fromMs = Math.max(timeIn(sql, '>='), nowMs - reachDays * dayMs)
  const isWanted = wantedBy(sql)
  const records: Record_[] = []
  if (!(fromMs <= toMs)) return { records, scannedBytes: 0 }
  const partitions = partitionsOf(world)
  for (let endMs = toMs + 1; endMs > fromMs && records.length < mostFound; endMs -= 6 * hourMs) {
    const startMs = Math.max(fromMs, endMs - 6 * hourMs)
    const found = partitions
      .flatMap((partition) => actsBetween(world, partition, startMs, endMs))
      .sort((a, b) => b.timeMs - a.timeMs)
    records.push(...found.map(toRecord).filter(isWanted))
    await setImmediate()
  }
  const days = Math.ceil((toMs - fromMs + 1) / dayMs)
  return { records: records.slice(0, mostFound), scannedBytes: days * partitions.length * bytesADay }
}
