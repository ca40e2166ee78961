import { isObject } from '#server/domain/json.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

/** Random ids, times and what is the same in every record of a service are not looked for by anybody. */
const SKIPPED = new Set([
  'eventid',
  'eventtime',
  'eventversion',
  'eventtype',
  'eventcategory',
  'tlsdetails',
  'creationdate',
  'invocationid',
  'x-amz-id-2',
  'ciphersuite',
])
const MAX_WORDS = 250
/** Of a name with many parts, runs are kept from so many of its parts on. */
const MAX_RUNS = 4
const MAX_WORD_LENGTH = 64
const MAX_DEPTH = 40
/** An id such as a request's is one word. */
const WORD = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[\p{L}\p{N}_]+/gu

const asWord = (text: string) => text.slice(0, MAX_WORD_LENGTH).toWellFormed()

/** The words of a text as they are looked for: runs of letters, digits and underscores in lower case. */
export function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(WORD) ?? []).map(asWord)
}

/**
 * Names and addresses that stand together: prod-orders-api, user@example.com, 203.0.113.7. It begins where a word begins, so
 * that its time is linear in the text.
 */
const COMPOUND = /(?<![\p{L}\p{N}_])[\p{L}\p{N}_]+(?:[.@-]+[\p{L}\p{N}_]+)+/gu

/**
 * What of a text is kept whole beside its words: names and addresses from each of their first parts on, so that the
 * beginning of one of these runs is any run of parts: orders-api of prod-orders-api.
 */
export function runsOf(text: string): string[] {
  return (text.toLowerCase().match(COMPOUND) ?? []).flatMap((whole) => {
    const starts = [...whole.matchAll(/(?<=^|[.@-])[^.@-]/gu)].map(({ index }) => index)
    return starts
      .slice(0, -1)
      .slice(0, MAX_RUNS)
      .map((at) => asWord(whole.slice(at)))
  })
}

/** What of a record is looked for by its words. */
export type Worded = Pick<
  TrailRecord,
  | 'eventName'
  | 'actorName'
  | 'actorArn'
  | 'functionName'
  | 'sourceIp'
  | 'userAgent'
  | 'errorCode'
  | 'errorMessage'
  | 'raw'
>

/** The different words and runs of all texts in a record, secrets masked, but for its id and times; 250 at most. */
export function recordWords(record: Worded): string[] {
  const found = new Set<string>()
  const add = (text: string) => {
    const short = text.length > 20_000 ? text.slice(0, 20_000) : text
    for (const word of [...wordsOf(short), ...runsOf(short)]) {
      if (found.size >= MAX_WORDS) return
      found.add(word)
    }
  }
  const visit = (value: unknown, depth: number) => {
    if (found.size >= MAX_WORDS || depth > MAX_DEPTH) return
    if (typeof value === 'string') add(value)
    else if (typeof value === 'number') found.add(String(value))
    else if (Array.isArray(value)) for (const item of value) visit(item, depth + 1)
    else if (isObject(value))
      for (const [key, item] of Object.entries(value))
        if (!SKIPPED.has(key.toLowerCase())) visit(item, depth + 1)
  }
  const { eventName, actorName, actorArn, functionName, sourceIp, userAgent, errorCode, errorMessage } =
    record
  for (const text of [
    eventName,
    actorName,
    actorArn,
    functionName,
    sourceIp,
    userAgent,
    errorCode,
    errorMessage,
  ])
    if (text) add(text)
  visit(record.raw, 0)
  return [...found]
}
