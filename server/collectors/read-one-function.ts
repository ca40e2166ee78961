import { isDeepStrictEqual } from 'node:util'
import { GetFunctionCommand } from '@aws-sdk/client-lambda'
import { call } from '#server/aws/call.ts'
import { absent, denied, type Field, failed, isUnseen, known, mapField } from '#server/domain/field.ts'
import { asObject, asText, asTextMap, isObject, type JsonObject } from '#server/domain/json.ts'
import type { FunctionRecord, FunctionVersion } from '#server/domain/records/function-record.ts'
import type { CollectorContext } from './define-collector.ts'
import { FUNCTION_OPERATIONS, TAGS_WITH_FUNCTION } from './function-operations.ts'
import { FunctionSideReader } from './function-side-reader.ts'
import { readIn, readNumber, readText, unseen } from './read-field.ts'
import { readFunctionConfiguration } from './read-function.ts'
import { readMetadataSecrets, storedTags } from './read-metadata-secrets.ts'
import type { UnseenProbes } from './unseen-probes.ts'

/** Why a field was not asked for on the first sweep of a large region; what decides reach is asked for next, the rest later. */
export const NOT_READ_YET = 'not read yet'

export type FunctionSweep = {
  versions: (functionName: string) => Field<FunctionVersion[]>
  /** Whether to ask at once for what seldom matters too, such as aliases of a function that has no version. */
  thorough: boolean
  /** Whether this sweep asks for every alias that was left out: its policy may let others in. */
  completesReach: boolean
  /** For how many functions this sweep still asks what an earlier one left out. */
  toComplete: number
  probes: UnseenProbes
}

/**
 * One function's record, from its entry in the list and the calls it still needs: the very record that is stored where
 * nothing changed and nothing was asked; undefined when the function is gone meanwhile.
 */
export async function readOneFunction(
  context: CollectorContext,
  sweep: FunctionSweep,
  listed: JsonObject,
): Promise<FunctionRecord | undefined> {
  const arn = String(listed.FunctionArn)
  const name = String(listed.FunctionName)
  const stored = context.previous(arn)
  const previous = stored?.kind === 'function' ? stored : undefined
  const fromList = readFunctionConfiguration(listed, context.fingerprint)
  const versions = sweep.versions(name)
  const isDue = context.refresh.has(name) || context.verify(arn)
  const reusable =
    previous && !isDue && isUnchanged(previous, { ...fromList, versions }) ? previous : undefined
  const asked = fieldsToAsk(sweep, reusable)
  if (reusable && asked.size === 0 && isAsListed(reusable, fromList)) return reusable

  const base = { kind: 'function' as const, arn, name, accountId: context.account.id, region: context.region }
  const side = new FunctionSideReader(context, name)
  const keep = async <K extends SideField>(field: K, read: () => Promise<FunctionRecord[K]>) => {
    const before = reusable?.[field]
    if (before && !asked.has(field)) return before
    const now = await read()
    sweep.probes.note(field, before, now)
    return now
  }
  const everything = sweep.thorough || previous !== undefined
  const ask = <T>(matters: boolean, read: () => Promise<Field<T>>) =>
    matters || everything ? read() : Promise.resolve(failed<T>(NOT_READ_YET))

  const [details, policy, urls] = await Promise.all([
    asked.has('tags') || !reusable
      ? readDetails(context, sweep.probes, listed, reusable)
      : carriedDetails(fromList, reusable),
    keep('policy', () => side.policy()),
    keep('urls', () => side.urls()),
  ])
  if (details === 'gone') return undefined
  const hasVersions = versions.state !== 'absent'
  const isAsynchronous = details.deadLetterTargetArn.state === 'known' || letsEventsIn(policy)
  const aliases = await keep('aliases', () => ask(hasVersions, () => side.aliases()))
  const hasQualifiers = hasVersions || aliases.state === 'known'
  const [qualifiedPolicies, provisionedConcurrency, eventInvokeConfigs, recursiveLoop] = await Promise.all([
    keep('qualifiedPolicies', () => side.qualifiedPolicies(aliases)),
    keep('provisionedConcurrency', () =>
      hasQualifiers ? ask(false, () => side.provisionedConcurrency()) : Promise.resolve(absent()),
    ),
    keep('eventInvokeConfigs', () => ask(isAsynchronous, () => side.eventInvokeConfigs())),
    keep('recursiveLoop', () => ask(false, () => side.recursiveLoop())),
  ])
  const sideFields = { aliases, qualifiedPolicies, provisionedConcurrency, eventInvokeConfigs, recursiveLoop }
  return { ...base, versions, ...details, policy, urls, ...sideFields }
}

const SIDE_FIELDS = [
  'policy',
  'urls',
  'aliases',
  'qualifiedPolicies',
  'provisionedConcurrency',
  'eventInvokeConfigs',
  'recursiveLoop',
] as const
type SideField = (typeof SIDE_FIELDS)[number]
/** GetFunction brings tags; what else it brings is asked for together with them. */
const ASKED_FIELDS = ['tags', ...SIDE_FIELDS] as const
type AskedField = (typeof ASKED_FIELDS)[number]

const DECIDE_REACH: ReadonlySet<AskedField> = new Set(['policy', 'urls', 'aliases', 'qualifiedPolicies'])

/** Everything where nothing can be reused; else what was left out before, and what could not be seen then. */
function fieldsToAsk(sweep: FunctionSweep, reusable: FunctionRecord | undefined): Set<AskedField> {
  if (!reusable) return new Set(ASKED_FIELDS)
  const completes = ASKED_FIELDS.some((name) => isLeftOut(reusable[name])) && sweep.toComplete > 0
  if (completes) sweep.toComplete -= 1
  const asked = ASKED_FIELDS.filter((name) => {
    const field: Field<unknown> = reusable[name]
    if (isLeftOut(field)) return completes || (sweep.completesReach && DECIDE_REACH.has(name))
    return isUnseen(field) && sweep.probes.mayAsk(name)
  })
  return new Set(asked)
}

const isLeftOut = (field: Field<unknown>) => field.state === 'failed' && field.reason === NOT_READ_YET

/** Services whose invocations wait for the answer: what becomes of a failed event is their matter. */
const SYNCHRONOUS =
  /^(apigateway|elasticloadbalancing|cognito-idp|lex|lexv2|alexa-appkit|bedrock|edgelambda)\./

/** Whether a policy may let in a service that hands on events, so that retries and destinations matter. */
function letsEventsIn(policy: FunctionRecord['policy']): boolean {
  if (policy.state !== 'known') return policy.state !== 'absent'
  const services = policy.value.raw.match(/[a-z0-9.-]+\.amazonaws\.com/g) ?? []
  return services.some((service) => !SYNCHRONOUS.test(service))
}

type Compared = Pick<FunctionRecord, 'revisionId' | 'lastModifiedAt' | 'codeSha256' | 'versions'>

function isUnchanged(previous: Compared, now: Compared): boolean {
  if (now.lastModifiedAt.state !== 'known' || now.codeSha256.state !== 'known') return false
  const seesVersions = !isUnseen(previous.versions) && !isUnseen(now.versions)
  const mark = ({ revisionId, lastModifiedAt, codeSha256, versions }: Compared) => [
    revisionId,
    lastModifiedAt,
    codeSha256,
    seesVersions && versions,
  ]
  return isDeepStrictEqual(mark(previous), mark(now))
}

type Configuration = ReturnType<typeof readFunctionConfiguration>

/** What only GetFunction tells, or tells better than the list. */
function carried(record: FunctionRecord) {
  const { state, stateReason, lastUpdateStatus, runtimeVersionArn, unknownFields } = record
  return { state, stateReason, lastUpdateStatus, runtimeVersionArn, unknownFields }
}

function isAsListed(record: FunctionRecord, fromList: Configuration): boolean {
  const listed = { ...fromList, ...carried(record) }
  return (Object.keys(listed) as (keyof Configuration)[]).every((name) =>
    isDeepStrictEqual(listed[name], record[name]),
  )
}

function carriedDetails(fromList: Configuration, record: FunctionRecord): Details {
  const { tags, reservedConcurrency, imageUri, metadataSecrets } = record
  return { ...fromList, ...carried(record), tags, reservedConcurrency, imageUri, metadataSecrets }
}

type Details = Configuration &
  Pick<FunctionRecord, 'tags' | 'reservedConcurrency' | 'imageUri' | 'metadataSecrets'>

async function readDetails(
  context: CollectorContext,
  probes: UnseenProbes,
  listed: JsonObject,
  reusable: FunctionRecord | undefined,
): Promise<Details | 'gone'> {
  const fromList = readFunctionConfiguration(listed, context.fingerprint)
  const FunctionName = String(listed.FunctionName)
  const result = await call(
    context,
    FUNCTION_OPERATIONS.getFunction,
    new GetFunctionCommand({ FunctionName }),
    {
      resource: FunctionName,
    },
  )
  if (result.state === 'not-found') return 'gone'
  if (result.state !== 'ok') {
    const hidden = <T>(field: Field<T>): Field<T> => (field.state === 'known' ? field : unseen(result))
    return {
      ...fromList,
      state: hidden(fromList.state),
      stateReason: hidden(fromList.stateReason),
      lastUpdateStatus: hidden(fromList.lastUpdateStatus),
      runtimeVersionArn: hidden(fromList.runtimeVersionArn),
      tags: unseen(result),
      reservedConcurrency: unseen(result),
      imageUri: unseen(result),
      metadataSecrets: readMetadataSecrets(listed, unseen(result), context.fingerprint),
    }
  }
  const answer = asObject(result.output)
  const configuration = isObject(answer.Configuration) ? answer.Configuration : {}
  const tags = readTags(answer)
  probes.note('tags', reusable?.tags, tags)
  const merged = { ...listed, ...configuration }
  return {
    ...readFunctionConfiguration(merged, context.fingerprint),
    metadataSecrets: readMetadataSecrets(merged, tags, context.fingerprint),
    tags: mapField(tags, storedTags),
    reservedConcurrency: readIn(answer, 'Concurrency', (concurrency) =>
      readNumber(concurrency, 'ReservedConcurrentExecutions'),
    ),
    imageUri: readIn(answer, 'Code', (code) => readText(code, 'ImageUri')),
  }
}

function readTags(answer: JsonObject): FunctionRecord['tags'] {
  const error = asObject(answer.TagsError)
  if (Object.keys(error).length > 0) {
    const code = asText(error.ErrorCode) ?? 'TagsError'
    return /denied|unauthori/i.test(code) ? denied(TAGS_WITH_FUNCTION.permission) : failed(code)
  }
  const tags = Object.entries(asTextMap(answer.Tags)).sort(([a], [b]) => (a < b ? -1 : 1))
  return tags.length === 0 ? absent() : known(Object.fromEntries(tags))
}
