import { existsSync, readFileSync } from 'node:fs'
import { asArray, asObject, asText, isObject, type JsonObject, parseJson } from '#server/domain/json.ts'
import { readRawRecord } from '#server/domain/trail/read-trail-record.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

const FOLDER = new URL('../../../shared/data/cloudtrail/', import.meta.url)

export const isDataThere = existsSync(FOLDER)

/** A public rule's test: one record, and whether that rule fires on it. */
export type RuleTest = { rule: string; test: string; expected: boolean; record: TrailRecord }
/** What a technique left behind when it ran. */
export type Technique = { id: string; records: TrailRecord[] }

function linesOf(file: string): JsonObject[] {
  return readFileSync(new URL(file, FOLDER), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => asObject(parseJson(line)))
}

/** Some of the records have no id or no time, which real ones always have. */
function recordOf(raw: JsonObject, name: string): TrailRecord {
  const eventTime = asText(raw.eventTime) ?? asText(raw['@timestamp'])
  const filled = {
    ...raw,
    eventID: asText(raw.eventID) ?? name,
    eventTime: Number.isNaN(Date.parse(eventTime ?? '')) ? '2026-11-20T09:00:00Z' : eventTime,
  }
  const accountId = asText(raw.recipientAccountId) ?? asText(asObject(raw.userIdentity).accountId) ?? ''
  const record = readRawRecord(filled, { accountId, region: asText(raw.awsRegion) ?? '' })
  if (!record) throw new Error(`${name} cannot be read`)
  return record
}

export function ruleTests(): RuleTest[] {
  return linesOf('rule_tests.jsonl').map((line) => ({
    rule: String(line.rule),
    test: String(line.test_name),
    expected: line.expected === true,
    record: recordOf(asObject(line.event), String(line.id)),
  }))
}

export function techniques(): Technique[] {
  return linesOf('techniques.jsonl').map((line) => ({
    id: String(line.technique),
    records: asArray(line.events)
      .filter(isObject)
      .map((raw, index) => recordOf(raw, `${line.id}-${index}`)),
  }))
}

/** Single calls that were denied or failed, so that nothing was done by them. */
export function failedCalls(): TrailRecord[] {
  return linesOf('api_samples.jsonl')
    .flatMap((line) => asArray(line.events).filter(isObject))
    .map((raw, index) => recordOf(raw, `sample-${index}`))
    .filter((record) => record.errorCode !== null)
}
