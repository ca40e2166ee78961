import { asObject, asText, isObject, type JsonObject, parseJson } from '#server/domain/json.ts'
import { type Clock, DAY_MS } from '#server/domain/time.ts'
import { readRawRecord, readTrailRecord } from '#server/domain/trail/read-trail-record.ts'
import { makeReject, type Reject, type RejectReason } from '#server/domain/trail/reject.ts'
import type { RecordSource, TrailRecord } from '#server/domain/trail/trail-record.ts'
import { MAX_DEPTH, type SplitProblem, type SplitValue } from './json-splitter.ts'
import { type FoundRecord, recordsOf } from './records-of.ts'
import { SeenIds } from './seen-ids.ts'
import { type Notes, noNotes, type ReadOptions, type TrailBatch } from './trail-batch.ts'

/** CloudTrail began in November 2013. */
const EARLIEST_MS = Date.UTC(2013, 0)
/** AWS gives UUIDs. */
const EVENT_ID = /^[\x21-\x7e]{1,128}$/
const KNOWN_VERSION = /^1\.(?:0\d|1[01])$/
/** Rejects of one place and reason that are named each; all others are counted. */
const NAMED_REJECTS = 50

/** Turns what was found in one file, object or message into records and rejects. */
export class RecordReader {
  readonly #file: string
  readonly #clock: Clock
  readonly #source: RecordSource
  readonly #seen: SeenIds
  readonly #fallback: { accountId?: string; region?: string }
  readonly #named = new Map<RejectReason, number>()
  #records: TrailRecord[] = []
  #rejects: Reject[] = []
  #notes: Notes = noNotes()

  constructor(file: string, options: ReadOptions) {
    this.#file = file
    this.#clock = options.clock ?? Date.now
    this.#source = options.source ?? 'import'
    this.#seen = options.seen ?? new SeenIds()
    this.#fallback = { ...placeOfPath(file), ...given(options) }
  }

  get size(): number {
    return this.#records.length + this.#rejects.length
  }

  /** What was read since the last time. */
  take(bytesRead: number, textBytes: number): TrailBatch {
    const batch = {
      file: this.#file,
      records: this.#records,
      rejects: this.#rejects,
      notes: this.#notes,
      bytesRead,
      textBytes,
    }
    this.#records = []
    this.#rejects = []
    this.#notes = noNotes()
    return batch
  }

  readValue({ at, value, invalidUtf8 }: SplitValue): void {
    const found = recordsOf(value)
    if (found.length === 0) {
      if (isDigest(value)) this.#notes.digests += 1
      else this.reject('not-a-record', `At byte ${at}: JSON in which there is no CloudTrail record.`)
      return
    }
    if (invalidUtf8) this.#notes.invalidUtf8 += found.length
    for (const one of found) this.#readFound(one, at)
  }

  readProblem({ at, reason, detail }: SplitProblem): void {
    this.reject(reason, `At byte ${at}: ${detail}`)
  }

  reject(reason: RejectReason, detail: string, eventId?: string): void {
    const before = this.#named.get(reason) ?? 0
    this.#named.set(reason, before + 1)
    if (before < NAMED_REJECTS) this.#rejects.push(makeReject(this.#file, reason, detail, eventId))
  }

  /** Says how many were not named. */
  finish(): void {
    for (const [reason, seen] of this.#named) {
      const count = seen - NAMED_REJECTS
      if (count > 0) this.#rejects.push({ ...makeReject(this.#file, reason, 'And more of the same.'), count })
    }
    this.#named.clear()
  }

  #readFound(found: FoundRecord, at: number): void {
    const raw = found.isLookupEntry ? asObject(parseJson(asText(found.raw.CloudTrailEvent) ?? '')) : found.raw
    const eventId = asText(raw.eventID) ?? asText(found.raw.EventId)
    const read = this.#read(found, raw, eventId)
    if ('eventId' in read) {
      if (!KNOWN_VERSION.test(asText(raw.eventVersion) ?? '')) this.#notes.unknownVersion += 1
      this.#records.push(read)
    } else if (read.reason === 'repeated') this.#notes.repeated += 1
    else this.reject(read.reason, `At byte ${at}: ${read.detail}`, eventId)
  }

  #read(found: FoundRecord, raw: JsonObject, eventId: string | undefined): TrailRecord | KeptAside {
    if (eventId === undefined) return { reason: 'no-event-id', detail: 'The record has no eventID.' }
    if (!EVENT_ID.test(eventId))
      return { reason: 'no-event-id', detail: 'The eventID is none that AWS gives.' }
    if (found.isOfText && isDeeper(raw, MAX_DEPTH))
      return { reason: 'too-deep', detail: `More than ${MAX_DEPTH} levels.` }
    const accountId = accountOf(raw) ?? accountId12(found.accountId) ?? this.#fallback.accountId
    if (accountId === undefined) {
      return { reason: 'no-account', detail: 'Nothing says which account it is of.' }
    }
    const region = found.region ?? this.#fallback.region ?? 'unknown'
    const place = { accountId, region, source: this.#source }
    const record = found.isLookupEntry ? readTrailRecord(found.raw, place) : readRawRecord(raw, place)
    if (!record) return { reason: 'no-time', detail: 'The record has no eventTime that is a time.' }
    const timeMs = record.eventTime.getTime()
    if (timeMs < EARLIEST_MS) return { reason: 'impossible-time', detail: 'Before CloudTrail began.' }
    if (timeMs > this.#clock() + DAY_MS) {
      return { reason: 'impossible-time', detail: 'More than a day in the future.' }
    }
    const seen = this.#seen.see(eventId, contentOf(raw))
    if (seen === 'same') return { reason: 'repeated', detail: '' }
    if (seen === 'other') {
      return { reason: 'conflicting-id', detail: 'A record with this id and other content was read before.' }
    }
    return record
  }
}

type KeptAside = { reason: RejectReason | 'repeated'; detail: string }

function accountOf(raw: JsonObject): string | undefined {
  return accountId12(raw.recipientAccountId) ?? accountId12(asObject(raw.userIdentity).accountId)
}

function accountId12(value: unknown): string | undefined {
  const text = asText(value)
  return text !== undefined && /^\d{12}$/.test(text) ? text : undefined
}

function given({ accountId, region }: ReadOptions) {
  return { ...(accountId === undefined ? {} : { accountId }), ...(region === undefined ? {} : { region }) }
}

const LOG_PATH = /(?:^|[/\\])(\d{12})[/\\]CloudTrail(?:-Insight)?[/\\]([a-z]{2}(?:-[a-z]+)+-\d)[/\\]/

/** CloudTrail's own layout of a bucket: AWSLogs/(organization/)account/CloudTrail/region/… */
function placeOfPath(path: string): { accountId?: string; region?: string } {
  const match = LOG_PATH.exec(path)
  return match ? { accountId: match[1], region: match[2] } : {}
}

function isDigest(value: unknown): boolean {
  return isObject(value) && value.digestEndTime !== undefined && value.digestS3Object !== undefined
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((one) => isDeeper(one, levels - 1))
}

/** What two deliveries of one event have in common. */
function contentOf(raw: JsonObject): string {
  const identity = asObject(raw.userIdentity)
  return JSON.stringify([
    raw.eventTime,
    raw.eventSource,
    raw.eventName,
    raw.awsRegion,
    raw.sourceIPAddress,
    raw.userAgent,
    raw.errorCode,
    identity.arn,
    identity.accessKeyId,
    raw.requestParameters ?? null,
    raw.responseElements ?? null,
  ])
}
