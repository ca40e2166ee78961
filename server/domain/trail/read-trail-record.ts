import { asObject, asText, asTime, isObject, type JsonObject, parseJson } from '#server/domain/json.ts'
import { isObservable } from '#server/domain/time.ts'
import { plainEventName } from './event-name.ts'
import { maskSecrets, maskText } from './mask-secrets.ts'
import { trailActor } from './trail-actor.ts'
import { trailFunctionName, trailResources } from './trail-function.ts'
import type { RecordCategory, RecordSource, TrailRecord } from './trail-record.ts'
import { trailTool } from './trail-tool.ts'

/** Where a record was read, for records that do not say it themselves. */
export type TrailPlace = { accountId: string; region: string; source?: RecordSource }

/**
 * Makes the stored form of one entry of LookupEvents. An entry whose CloudTrailEvent cannot be read is kept with what
 * its envelope says; undefined only when it has no id or no time.
 */
export function readTrailRecord(entry: JsonObject, place: TrailPlace): TrailRecord | undefined {
  const text = asText(entry.CloudTrailEvent)
  const parsed = text === undefined ? undefined : parseJson(text)
  const raw: JsonObject = isObject(parsed) ? parsed : { unreadable: true, eventVersion: null }
  return readRecord(raw, entry, place)
}

/** Makes the stored form of a CloudTrail record as log files, queues and exports have it; undefined without id or time. */
export function readRawRecord(raw: JsonObject, place: TrailPlace): TrailRecord | undefined {
  return readRecord(raw, {}, place)
}

/** The region in a record, where it is fit to be one's name. */
const readRegion = (value: unknown): string | undefined => /^[\w-]{1,64}$/.exec(asText(value) ?? '')?.[0]

/** `entry` is LookupEvents' envelope, for what the record does not say. */
function readRecord(raw: JsonObject, entry: JsonObject, place: TrailPlace): TrailRecord | undefined {
  const eventId = asText(entry.EventId) ?? asText(raw.eventID)
  const time = readTime(raw.eventTime) ?? readTime(entry.EventTime)
  if (!eventId || !time) return undefined

  const rawEventName = asText(raw.eventName) ?? asText(entry.EventName) ?? ''
  const filled: JsonObject = {
    ...raw,
    eventSource: asText(raw.eventSource) ?? asText(entry.EventSource) ?? '',
  }
  const actor = trailActor(filled, place.accountId)
  const identity = asObject(raw.userIdentity)
  const accessKeyId = actor.accessKeyId ?? asText(entry.AccessKeyId) ?? null
  return {
    eventId,
    eventTime: time,
    accountId: place.accountId,
    region: readRegion(raw.awsRegion) ?? place.region,
    eventSource: String(filled.eventSource),
    eventName: plainEventName(rawEventName),
    rawEventName,
    readOnly: readBoolean(raw.readOnly) ?? readBoolean(entry.ReadOnly) ?? null,
    actorType: actor.type,
    actorArn: actor.arn,
    actorName: actor.name === 'unknown' ? (asText(entry.Username) ?? actor.name) : actor.name,
    sessionKey: actor.sessionKey ?? accessKeyId,
    accessKeyId,
    tool: trailTool(filled),
    sourceIp: readText(raw.sourceIPAddress),
    userAgent: readText(raw.userAgent),
    errorCode: readText(raw.errorCode),
    errorMessage: readText(raw.errorMessage),
    functionName: trailFunctionName(filled),
    resources: trailResources(filled, entry.Resources).map(maskText),
    raw: maskSecrets(raw),
    source: place.source ?? 'lookup',
    category: readCategory(raw),
    roleArn: actor.roleArn,
    invokedBy: readText(identity.invokedBy),
  }
}

const CATEGORIES: Record<string, RecordCategory> = {
  Data: 'data',
  Insight: 'insight',
  NetworkActivity: 'network',
}

function readCategory(raw: JsonObject): RecordCategory {
  const said = CATEGORIES[asText(raw.eventCategory) ?? '']
  return said ?? (raw.managementEvent === false ? 'data' : 'management')
}

/** What stands in the record as anybody may have written it. */
function readText(value: unknown): string | null {
  const text = asText(value)
  return text === undefined ? null : maskText(text)
}

function readTime(value: unknown): Date | undefined {
  const time = new Date(typeof value === 'string' ? value : (asTime(value) ?? Number.NaN))
  return isObservable(time.getTime()) ? time : undefined
}

function readBoolean(value: unknown): boolean | undefined {
  if (value === true || value === 'true') return true
  return value === false || value === 'false' ? false : undefined
}
