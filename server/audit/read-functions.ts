import { type FunctionSide, functionSides, type SideRequest } from '#server/collectors/function-sides.ts'
import { NOT_READ_YET } from '#server/collectors/read-one-function.ts'
import { absent, failed } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { assembleTriggers } from '#server/domain/triggers/assemble-triggers.ts'
import { buildSourceIndex } from '#server/domain/triggers/source-index.ts'
import type { Trigger } from '#server/domain/triggers/trigger.ts'
import type { AuditRun, AuditTarget } from './audit-run.ts'
import { NOT_ASKED } from './left-out.ts'

/** What starts each function, by its ARN, as far as it is known now. */
export type KnownTriggers = ReadonlyMap<string, readonly Trigger[]>

export function triggersIn(run: AuditRun): KnownTriggers {
  const index = buildSourceIndex(run.records, run.collected)
  const functions = run.records.filter((record) => record.kind === 'function')
  return new Map(functions.map((record) => [record.arn, assembleTriggers(record, index).triggers]))
}

const EVERYTHING: readonly FunctionSide[] = ['policy', 'urls', 'aliases', 'recursiveLoop', 'details']

/** Sources between which Lambda finds loops. Source: Lambda Developer Guide, recursive loop detection. */
const LOOPING = new Set(['sqs', 'sns', 's3'])

const isImage = ({ packageType }: FunctionRecord) =>
  packageType.state === 'known' && packageType.value === 'Image'
const hasVersions = ({ versions }: FunctionRecord) => versions.state !== 'absent'
const isLeftOut = (field: FunctionRecord[keyof FunctionRecord]) =>
  typeof field === 'object' && 'state' in field && field.state === 'failed' && field.reason === NOT_READ_YET

async function ask(run: AuditRun, target: AuditTarget, requests: SideRequest[]): Promise<void> {
  const wanted = requests.filter((request) => request.ask.length > 0)
  if (wanted.length === 0) return
  const { collected } = await run.collect(target, functionSides, wanted)
  for (const record of collected) run.keep(record)
}

const functionsOf = (run: AuditRun, target: AuditTarget) =>
  run.recordsOf(target).filter((record) => record.kind === 'function')

/** What decides who can reach a function; on a thorough run everything. */
export async function readPolicies(run: AuditRun, target: AuditTarget, thorough: boolean): Promise<void> {
  const requests = functionsOf(run, target).map((record): SideRequest => {
    if (thorough) return { record, ask: EVERYTHING }
    const sides: FunctionSide[] = ['policy', 'urls']
    if (hasVersions(record)) sides.push('aliases')
    if (isImage(record)) sides.push('details')
    return { record, ask: sides }
  })
  await ask(run, target, requests)
}

/** What matters to functions because of what starts them. */
export async function readWhatMatters(
  run: AuditRun,
  target: AuditTarget,
  triggers: KnownTriggers,
): Promise<void> {
  const requests = functionsOf(run, target).map((record) => ({
    record,
    ask: sidesThatMatter(record, triggers.get(record.arn) ?? []),
  }))
  await ask(run, target, requests)
}

/**
 * Nobody asked, and nobody will: what is left is said to be so. What has nothing to work on counts as not there:
 * destinations where nothing invokes asynchronously, policies of aliases that nobody names.
 */
export function sayWhatIsLeftOut(run: AuditRun, target: AuditTarget): void {
  for (const record of functionsOf(run, target)) run.keep(withWhatIsLeftOut(record))
}

function sidesThatMatter(record: FunctionRecord, triggers: readonly Trigger[]): FunctionSide[] {
  const sides: FunctionSide[] = []
  if (isLeftOut(record.aliases) && triggers.some(({ qualifier }) => qualifier !== null)) sides.push('aliases')
  if (hasVersions(record) && isLeftOut(record.provisionedConcurrency)) sides.push('provisionedConcurrency')
  const isAsynchronous =
    record.deadLetterTargetArn.state === 'known' ||
    triggers.some(({ invocation }) => invocation === 'asynchronous' || invocation === 'unknown')
  if (isAsynchronous && isLeftOut(record.eventInvokeConfigs)) sides.push('eventInvokeConfigs')
  if (isLeftOut(record.recursiveLoop) && triggers.some(({ kind }) => LOOPING.has(kind)))
    sides.push('recursiveLoop')
  return sides
}

function withWhatIsLeftOut(record: FunctionRecord): FunctionRecord {
  const left = { ...record }
  const notAsked = failed<never>(NOT_ASKED)
  if (isLeftOut(left.provisionedConcurrency)) left.provisionedConcurrency = absent()
  if (isLeftOut(left.eventInvokeConfigs)) left.eventInvokeConfigs = absent()
  if (isLeftOut(left.aliases)) {
    left.aliases = notAsked
    left.qualifiedPolicies = absent()
  }
  for (const name of [
    'recursiveLoop',
    'state',
    'stateReason',
    'lastUpdateStatus',
    'runtimeVersionArn',
    'imageUri',
    'reservedConcurrency',
  ] as const)
    if (isLeftOut(left[name])) left[name] = notAsked
  return left
}
