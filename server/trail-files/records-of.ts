import { asArray, asObject, asText, isObject, type JsonObject, parseJson } from '#server/domain/json.ts'
import { isTableRow, recordOfRow } from './table-row.ts'

/** A CloudTrail record as it was written, or an entry of LookupEvents, and what stood around it. */
export type FoundRecord = {
  raw: JsonObject
  /** `raw` is an entry of LookupEvents, whose record is a text. */
  isLookupEntry: boolean
  /** Some of it stood in a text, where how deep it is nested could not be seen. */
  isOfText?: boolean
  /** What the envelope says, for records that do not. */
  accountId?: string
  region?: string
}

const RECORD_KEYS = ['eventVersion', 'eventID', 'eventTime', 'eventName', 'eventSource', 'userIdentity']
const LISTS = ['Records', 'Events', 'events', 'logEvents']
/** Where CloudWatch Logs, SNS, CloudTrail Lake and Athena have a record's text. */
const TEXTS = ['message', 'Message', 'eventJson', 'eventjson']
const MAX_LAYERS = 4

/**
 * The CloudTrail records in a piece of JSON: itself, that of an envelope of EventBridge, the text of an entry of
 * LookupEvents, CloudWatch Logs, SNS, a row of Athena or CloudTrail Lake, or lists of all these. None where it holds none.
 */
export function recordsOf(value: unknown, layers = 0): FoundRecord[] {
  if (layers > MAX_LAYERS) return []
  if (typeof value === 'string')
    return recordsOf(parsedText(value), layers + 1).map((found) => ({ ...found, isOfText: true }))
  if (Array.isArray(value)) {
    const row = laidTogether(value)
    if (row) return recordsOf(row, layers + 1)
    return value.flatMap((one) => recordsOf(one, layers + 1))
  }
  if (!isObject(value)) return []
  if (looksLikeRecord(value)) return [{ raw: value, isLookupEntry: false }]
  if (value.CloudTrailEvent !== undefined && value.EventId !== undefined) {
    return [{ raw: value, isLookupEntry: true, isOfText: true }]
  }
  if (isTableRow(value)) return [{ raw: recordOfRow(value), isLookupEntry: false, isOfText: true }]
  if (value.detail !== undefined) return ofEnvelope(value, layers)
  for (const list of LISTS) {
    if (Array.isArray(value[list])) return recordsOf(value[list], layers + 1)
  }
  for (const key of TEXTS) {
    const text = asText(value[key])
    if (text?.startsWith('{')) return recordsOf(text, layers)
  }
  return []
}

export function looksLikeRecord(value: JsonObject): boolean {
  let found = 0
  for (const key of RECORD_KEYS) {
    if (value[key] !== undefined) found += 1
    if (found === 2) return true
  }
  return false
}

function ofEnvelope(envelope: JsonObject, layers: number): FoundRecord[] {
  const said = { accountId: asText(envelope.account), region: asText(envelope.region) }
  return recordsOf(envelope.detail, layers + 1).map((found) => ({
    ...found,
    accountId: found.accountId ?? said.accountId,
    region: found.region ?? said.region,
  }))
}

function parsedText(text: string): unknown {
  const parsed = parseJson(text)
  return typeof parsed === 'object' ? parsed : undefined
}

/** A row of CloudTrail Lake: a list of objects, each with one column. */
function laidTogether(row: unknown[]): JsonObject | undefined {
  if (row.length < 2 || !row.every((one) => Object.keys(asObject(one)).length === 1)) return undefined
  return Object.fromEntries(asArray(row).flatMap((one) => Object.entries(asObject(one))))
}
