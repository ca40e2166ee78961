import { HOUR_MS } from '#server/domain/time.ts'

/** Clocks differ; a name that tells a later time than this was not given by Firehose. */
const AHEAD_MS = HOUR_MS
/** A file is put into the folder of the hour in which its first record came. */
const FOLDER_MS = 3 * HOUR_MS
const NAME =
  /^(\d{4})\/(\d{2})\/(\d{2})\/(\d{2})\/[\w.-]+-\d+-\d{4}(?:-\d{2}){5}-[0-9a-f]{8}-[0-9a-f-]{27}(?:\.gz)?$/
const TAIL = /(\d{4})-(\d{2})-(\d{2})-(\d{2})-(\d{2})-(\d{2})-[0-9a-f]{8}-[0-9a-f-]{27}(?:\.gz)?$/

/** The hour as Firehose names its folders: 2026/11/20/12. Source: Firehose developer guide, S3 object name format. */
export const hourFolder = (timeMs: number) =>
  new Date(timeMs).toISOString().slice(0, 13).replaceAll('-', '/').replace('T', '/')

/** What of a key tells a file from the others of the same stream: its time and what is behind it. */
export const streamTailOf = (key: string) => TAIL.exec(key)?.[0] ?? key

/** The time in a name; undefined where there is none. */
export function streamTailTime(key: string): number | undefined {
  const [, year, month, day, hour, minute, second] = TAIL.exec(key) ?? []
  const timeMs = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(timeMs) ? undefined : timeMs
}

/** Whether Firehose itself may have given this key, by now, to a file below the prefix. */
export function isTimelyStreamKey(prefix: string, key: string, nowMs: number): boolean {
  const match = key.startsWith(prefix) ? NAME.exec(key.slice(prefix.length)) : null
  if (!match) return false
  const [, year, month, day, hour] = match
  const folderMs = Date.parse(`${year}-${month}-${day}T${hour}:00:00Z`)
  const timeMs = streamTailTime(key) ?? Number.NaN
  return Math.abs(timeMs - folderMs) <= FOLDER_MS && timeMs <= nowMs + AHEAD_MS
}

/** What the keys of that hour and later come after. */
export const streamKeyAt = (prefix: string, timeMs: number) => `${prefix}${hourFolder(timeMs)}`

/** Behind every key that Firehose may have given by now. */
export const streamKeyAhead = (prefix: string, nowMs: number) =>
  `${prefix}${hourFolder(nowMs + 2 * FOLDER_MS)}`
