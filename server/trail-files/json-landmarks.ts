import { NEWLINE, OPEN_BRACE } from './json-bytes.ts'

const COLON = 0x3a

const CONTAINERS = ['Records', 'Events', 'events', 'logEvents', 'QueryResultRows'].map((name) => ({
  name,
  bytes: Buffer.from(`"${name}"`),
}))

/** Keys that CloudTrail's records, and the entries of LookupEvents, begin with. */
const FIRST_KEYS = ['"eventVersion"', '"EventId"'].map((key) => Buffer.from(key))
const LINE_START = Buffer.from('\n{')

/** The name of the list that opens at `at`, where it is one of those that records come in. */
export function isContainerList(bytes: Buffer, at: number, start: number): string | undefined {
  const colon = backOverSpace(bytes, at - 1)
  if (bytes[colon] !== COLON) return undefined
  const end = backOverSpace(bytes, colon - 1) + 1
  return CONTAINERS.find(
    ({ bytes: key }) =>
      end - key.length >= start && bytes.compare(key, 0, key.length, end - key.length, end) === 0,
  )?.name
}

/** Where, between `from` and `to`, what looks like the beginning of a record is; to go on after damage. */
export function findRecordStart(bytes: Buffer, from: number, to: number): number | undefined {
  const found = FIRST_KEYS.map((key) => findFirstKey(bytes, key, from, to))
  const line = bytes.indexOf(LINE_START, Math.max(0, from - 1))
  if (line >= 0 && line + 1 < to) found.push(line + 1)
  const first = found.filter((one) => one !== undefined).sort((a, b) => a - b)[0]
  return first
}

function findFirstKey(bytes: Buffer, key: Buffer, from: number, to: number): number | undefined {
  for (let at = bytes.indexOf(key, from); at >= 0 && at < to; at = bytes.indexOf(key, at + 1)) {
    const brace = backOverSpace(bytes, at - 1)
    if (brace >= from && bytes[brace] === OPEN_BRACE) return brace
  }
  return undefined
}

function backOverSpace(bytes: Buffer, from: number): number {
  let at = from
  for (; at >= 0; at -= 1) {
    const byte = bytes[at]
    if (byte !== 0x20 && byte !== NEWLINE && byte !== 0x0d && byte !== 0x09) break
  }
  return at
}

const TIMESTAMP = /^\s*(?:\d{4}-\d\d-\d\dT[\d:.]+Z?\s*)?$/

/** What may stand before a record: the mark of UTF-8, and the time that CloudWatch Logs puts before each line. */
export function isTimestamp(bytes: Buffer): boolean {
  return bytes.length <= 40 && TIMESTAMP.test(bytes.toString('utf8'))
}

/** Whether the quote is that of `{"` at the very beginning of a line: nothing that is indented writes so but JSON lines. */
export function isLineStart(bytes: Buffer, quote: number, start: number): boolean {
  return bytes[quote - 1] === OPEN_BRACE && bytes[quote - 2] === NEWLINE && quote - 1 > start
}
