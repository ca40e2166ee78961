import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { placeOfLogFile } from './file-notification.ts'

/** Clocks differ; a name that tells a later time than this was not given by CloudTrail. */
const AHEAD_MS = HOUR_MS
const NAME = /^(\d{4})\/(\d{2})\/(\d{2})\/(\d{12})_CloudTrail_([a-z0-9-]+)_\d{8}T\d{4}Z_[^/]+\.json(?:\.gz)?$/
const TAIL = /(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})Z_[^/]*$/

/** The day as CloudTrail names its folders: 2026/11/20. */
export const dayFolder = (timeMs: number) => new Date(timeMs).toISOString().slice(0, 10).replaceAll('-', '/')

/** What of a key tells a file of one account and region from the others: its time and what is behind it. */
export const tailOf = (key: string) => TAIL.exec(key)?.[0] ?? key

/** The time at the end of a name; undefined where there is none. */
export function tailTime(key: string): number | undefined {
  const [, year, month, day, hour, minute] = TAIL.exec(key) ?? []
  const timeMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:00Z`)
  return Number.isNaN(timeMs) ? undefined : timeMs
}

/**
 * Whether CloudTrail itself may have given this key, by now, to a log file below the prefix of an account and region. Any
 * other key must not tell how far the files were read. Source: CloudTrail user guide, log file name format.
 */
export function isTimelyKey(prefix: string, key: string, nowMs: number): boolean {
  const match = key.startsWith(prefix) ? NAME.exec(key.slice(prefix.length)) : null
  if (!match) return false
  const [, year, month, day, accountId, region] = match
  const place = placeOfLogFile(prefix)
  const folderMs = Date.parse(`${year}-${month}-${day}T00:00:00Z`)
  const timeMs = tailTime(key) ?? Number.NaN
  return (
    accountId === place?.accountId &&
    region === place?.region &&
    Math.abs(timeMs - folderMs) <= 2 * DAY_MS &&
    timeMs <= nowMs + AHEAD_MS
  )
}

/** What the keys of an account and region's files of that time and later come after. */
export function keyAt(prefix: string, timeMs: number): string {
  const { accountId, region } = placeOfLogFile(prefix) ?? { accountId: '', region: '' }
  const stamp = new Date(timeMs).toISOString().slice(0, 16).replace(/[-:]/g, '')
  return `${prefix}${dayFolder(timeMs)}/${accountId}_CloudTrail_${region}_${stamp}`
}

/** Behind every key that CloudTrail may have given by now. */
export const keyAhead = (prefix: string, nowMs: number) => `${prefix}${dayFolder(nowMs + 3 * DAY_MS)}`
