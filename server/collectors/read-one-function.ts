import { GetFunctionCommand } from '@aws-sdk/client-lambda'
import { call } from '#server/aws/call.ts'
import { absent, denied, type Field, failed, isUnseen, known } from '#server/domain/field.ts'
import { asObject, asText, asTextMap, isObject, type JsonObject } from '#server/domain/json.ts'
import type { FunctionRecord, FunctionVersion } from '#server/domain/records/function-record.ts'
import type { CollectorContext } from './define-collector.ts'
import { FUNCTION_OPERATIONS, TAGS_WITH_FUNCTION } from './function-operations.ts'
import { FunctionSideReader } from './function-side-reader.ts'
import { readIn, readNumber, readText, unseen } from './read-field.ts'
import { readFunctionConfiguration } from './read-function.ts'
import type { UnseenProbes } from './unseen-probes.ts'

/** Why a field was not asked for on the first sweep of a large region; the rolling verification fills it in. */
export const NOT_READ_YET = 'not read yet'

export type FunctionSweep = {
  versions: (functionName: string) => Field<FunctionVersion[]>
  /** Whether to ask for what seldom matters too, such as aliases of a function that has no version. */
  thorough: boolean
  probes: UnseenProbes
}

/** One function's record, from its entry in the list and the calls it still needs; undefined when it is gone meanwhile. */
export async function readOneFunction(
  context: CollectorContext,
  sweep: FunctionSweep,
  listed: JsonObject,
): Promise<FunctionRecord | undefined> {
  const arn = String(listed.FunctionArn)
  const name = String(listed.FunctionName)
  const stored = context.previous(arn)
  const previous = stored?.kind === 'function' ? stored : undefined
  const base = {
    kind: 'function' as const,
    arn,
    name,
    accountId: context.account.id,
    region: context.region,
    versions: sweep.versions(name),
  }
  const fromList = readFunctionConfiguration(listed)
  const isDue = context.refresh.has(name) || context.verify(arn)
  const reusable =
    previous && !isDue && isUnchanged(previous, { ...fromList, ...base }) ? previous : undefined
  const details = await readDetails(context, sweep.probes, listed, reusable)
  if (details === 'gone') return undefined
  const side = new FunctionSideReader(context, name)
  const keep = async <K extends SideField>(field: K, read: () => Promise<FunctionRecord[K]>) => {
    const before = reusable?.[field]
    if (before && !isWorthAsking(field, before, sweep.probes)) return before
    const now = await read()
    sweep.probes.note(field, before, now)
    return now
  }
  const ask = <T>(matters: boolean, read: () => Promise<Field<T>>) =>
    matters || sweep.thorough || isDue ? read() : Promise.resolve(failed<T>(NOT_READ_YET))

  const [policy, urls] = await Promise.all([
    keep('policy', () => side.policy()),
    keep('urls', () => side.urls()),
  ])
  const hasVersions = base.versions.state !== 'absent'
  const isInvoked = policy.state !== 'absent' || details.deadLetterTargetArn.state === 'known'
  const aliases = await keep('aliases', () => ask(hasVersions, () => side.aliases()))
  const hasQualifiers = hasVersions || aliases.state === 'known'
  return {
    ...base,
    ...details,
    policy,
    urls,
    aliases,
    qualifiedPolicies: await keep('qualifiedPolicies', () => side.qualifiedPolicies(aliases)),
    provisionedConcurrency: await keep('provisionedConcurrency', () =>
      hasQualifiers ? side.provisionedConcurrency() : Promise.resolve(absent()),
    ),
    eventInvokeConfigs: await keep('eventInvokeConfigs', () =>
      ask(isInvoked, () => side.eventInvokeConfigs()),
    ),
    recursiveLoop: await keep('recursiveLoop', () => ask(isInvoked, () => side.recursiveLoop())),
  }
}

type SideField =
  | 'policy'
  | 'urls'
  | 'aliases'
  | 'qualifiedPolicies'
  | 'provisionedConcurrency'
  | 'eventInvokeConfigs'
  | 'recursiveLoop'

function isWorthAsking(name: string, field: Field<unknown>, probes: UnseenProbes): boolean {
  if (!isUnseen(field) || (field.state === 'failed' && field.reason === NOT_READ_YET)) return false
  return probes.mayAsk(name)
}

type Compared = Pick<FunctionRecord, 'revisionId' | 'lastModifiedAt' | 'codeSha256' | 'versions'>

function isUnchanged(previous: Compared, now: Compared): boolean {
  if (now.lastModifiedAt.state !== 'known' || now.codeSha256.state !== 'known') return false
  const seesVersions = !isUnseen(previous.versions) && !isUnseen(now.versions)
  const mark = ({ revisionId, lastModifiedAt, codeSha256, versions }: Compared) =>
    JSON.stringify([revisionId, lastModifiedAt, codeSha256, seesVersions && versions])
  return mark(previous) === mark(now)
}

type Details = ReturnType<typeof readFunctionConfiguration> &
  Pick<FunctionRecord, 'tags' | 'reservedConcurrency' | 'imageUri'>

async function readDetails(
  context: CollectorContext,
  probes: UnseenProbes,
  listed: JsonObject,
  reusable: FunctionRecord | undefined,
): Promise<Details | 'gone'> {
  const fromList = readFunctionConfiguration(listed)
  if (reusable && !isWorthAsking('tags', reusable.tags, probes)) {
    const { state, stateReason, lastUpdateStatus, runtimeVersionArn } = reusable
    const { tags, reservedConcurrency, imageUri, unknownFields } = reusable
    const carried = { state, stateReason, lastUpdateStatus, runtimeVersionArn, unknownFields }
    return { ...fromList, ...carried, tags, reservedConcurrency, imageUri }
  }
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
    }
  }
  const answer = asObject(result.output)
  const configuration = isObject(answer.Configuration) ? answer.Configuration : {}
  const tags = readTags(answer)
  probes.note('tags', reusable?.tags, tags)
  return {
    ...readFunctionConfiguration({ ...listed, ...configuration }),
    tags,
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
