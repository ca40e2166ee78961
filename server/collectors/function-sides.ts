import { GetFunctionCommand } from '@aws-sdk/client-lambda'
import { call } from '#server/aws/call.ts'
import { absent, isUnseen, known, mapField } from '#server/domain/field.ts'
import { asObject, asTextMap, isObject, type JsonObject } from '#server/domain/json.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Fingerprint } from '#server/domain/secrets/fingerprint.ts'
import { SECOND_MS } from '#server/domain/time.ts'
import { type CollectorContext, type Completion, defineCollector } from './define-collector.ts'
import { FUNCTION_OPERATIONS } from './function-operations.ts'
import { FunctionSideReader } from './function-side-reader.ts'
import { mapConcurrently } from './map-concurrently.ts'
import { readIn, readNumber, readText, unseen } from './read-field.ts'
import { readFunctionConfiguration } from './read-function.ts'
import { readMetadataSecrets, storedTags } from './read-metadata-secrets.ts'

/** What takes calls of its own. `aliases` brings their policies too; `details` is GetFunction. */
export const FUNCTION_SIDES = [
  'policy',
  'urls',
  'aliases',
  'provisionedConcurrency',
  'eventInvokeConfigs',
  'recursiveLoop',
  'details',
] as const
export type FunctionSide = (typeof FUNCTION_SIDES)[number]
export type SideRequest = { record: FunctionRecord; ask: readonly FunctionSide[] }

/** More at a time do not make a busy endpoint answer sooner. */
const BATCHING = { width: 4, batchSize: 200, patienceMs: 2 * SECOND_MS }

/** Reads of each function just what is asked for, and hands on its record with that filled in. */
export const functionSides = defineCollector<FunctionRecord, readonly SideRequest[]>({
  id: 'function-sides',
  title: 'What hangs on functions',
  scope: 'region',
  operations: Object.values(FUNCTION_OPERATIONS),
  async *collect(context, requests): AsyncGenerator<FunctionRecord[], Completion> {
    const failures: unknown[] = []
    const read = async ({ record, ask }: SideRequest): Promise<FunctionRecord> => {
      try {
        return { ...record, ...(await readSides(context, record, new Set(ask))) }
      } catch (error) {
        failures.push(error)
        return record
      }
    }
    for await (const batch of mapConcurrently(requests, { ...BATCHING, clock: context.clock }, read)) {
      yield batch
      context.signal.throwIfAborted()
    }
    if (failures.length > 0) throw failures[0]
    return { complete: true }
  },
})

async function readSides(
  context: CollectorContext,
  record: FunctionRecord,
  ask: ReadonlySet<FunctionSide>,
): Promise<Partial<FunctionRecord>> {
  const side = new FunctionSideReader(context, record.name)
  const found: Partial<FunctionRecord> = {}
  const fill = async <K extends keyof FunctionRecord>(
    wanted: FunctionSide,
    field: K,
    read: () => Promise<FunctionRecord[K]>,
  ) => {
    if (ask.has(wanted)) found[field] = await read()
  }
  await Promise.all([
    fill('policy', 'policy', () => side.policy()),
    fill('urls', 'urls', () => side.urls()),
    fill('aliases', 'aliases', async () => {
      const aliases = await side.aliases()
      found.qualifiedPolicies = await side.qualifiedPolicies(aliases)
      return aliases
    }),
    fill('provisionedConcurrency', 'provisionedConcurrency', () => side.provisionedConcurrency()),
    fill('eventInvokeConfigs', 'eventInvokeConfigs', () => side.eventInvokeConfigs()),
    fill('recursiveLoop', 'recursiveLoop', () => side.recursiveLoop()),
    ask.has('details')
      ? readDetails(context, record).then((details) => Object.assign(found, details))
      : undefined,
  ])
  return found
}

/** What a listing leaves out. */
async function readDetails(
  context: CollectorContext,
  { name, tags, metadataSecrets }: FunctionRecord,
): Promise<Partial<FunctionRecord>> {
  const command = new GetFunctionCommand({ FunctionName: name })
  const result = await call(context, FUNCTION_OPERATIONS.getFunction, command, { resource: name })
  if (result.state !== 'ok') {
    const hidden = unseen<never>(result)
    return {
      state: hidden,
      stateReason: hidden,
      lastUpdateStatus: hidden,
      runtimeVersionArn: hidden,
      imageUri: hidden,
      reservedConcurrency: hidden,
    }
  }
  const answer = asObject(result.output)
  const { state, stateReason, lastUpdateStatus, runtimeVersionArn } = readFunctionConfiguration(
    isObject(answer.Configuration) ? answer.Configuration : {},
    context.fingerprint,
  )
  return {
    state,
    stateReason,
    lastUpdateStatus,
    runtimeVersionArn,
    imageUri: readIn(answer, 'Code', (code) => readText(code, 'ImageUri')),
    reservedConcurrency: isObject(answer.Concurrency)
      ? readNumber(answer.Concurrency, 'ReservedConcurrentExecutions')
      : absent(),
    ...(isUnseen(tags) ? readTags(answer, metadataSecrets, context.fingerprint) : {}),
  }
}

/** Where the tags of all functions could not be had at once, GetFunction may have them. */
function readTags(
  answer: JsonObject,
  ofDescription: FunctionRecord['metadataSecrets'],
  fingerprint: Fingerprint,
): Partial<FunctionRecord> {
  if (isObject(answer.TagsError)) return {}
  const found = asTextMap(answer.Tags)
  const tags = Object.keys(found).length === 0 ? absent<Record<string, string>>() : known(found)
  const ofTags = readMetadataSecrets({}, tags, fingerprint)
  const secrets = [ofDescription, ofTags].flatMap((field) => (field?.state === 'known' ? field.value : []))
  return { tags: mapField(tags, storedTags), metadataSecrets: known(secrets) }
}
