import { valueOr } from '#server/domain/field.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Assembly } from './draft.ts'
import { inWords } from './duration-words.ts'
import type { SourceIndex } from './source-index.ts'
import type { Trigger } from './trigger.ts'

/** How events get to the function, and what becomes of those that do not. */
export type Delivery = Pick<Trigger, 'invocation' | 'throttled' | 'retries' | 'failures'>
type Failures = Trigger['failures']

/** Lambda's own retries of asynchronous events where nothing is configured. Source: Lambda developer guide, asynchronous invocation. */
export const ASYNC_DEFAULTS = { retries: 2, ageSeconds: 21_600 }

const CALLER: Failures = { to: null, via: 'caller' }
const NOWHERE: Failures = { to: null, via: 'nowhere' }
const UNKNOWN: Failures = { to: null, via: 'unknown' }

/** The caller waits: what it does after a 429 or an error is its own affair. */
export function synchronous(
  retries = 'none by Lambda: the caller decides',
  throttled = 'The caller gets 429 at once; Lambda keeps nothing.',
): Delivery {
  return { invocation: 'synchronous', throttled, retries, failures: CALLER }
}

/** The settings for asynchronous events of a qualifier; undefined where they were not seen. */
export function asyncSettings(
  fn: FunctionRecord,
  qualifier: string | null,
): { retries: number; ageSeconds: number; onFailure: string | null } | undefined {
  const configs = valueOr(fn.eventInvokeConfigs, [])
  if (!configs) return undefined
  const config = configs.find((one) => one.qualifier === (qualifier ?? '$LATEST'))
  return {
    retries: config?.maximumRetryAttempts ?? ASYNC_DEFAULTS.retries,
    ageSeconds: config?.maximumEventAgeSeconds ?? ASYNC_DEFAULTS.ageSeconds,
    onFailure: config?.onFailure ?? null,
  }
}

const isGone = (arn: string, index: SourceIndex) => {
  const target = index.eventSource(arn)
  return target !== undefined && valueOr(target.exists, true) === false
}

type Kept = { failures: Failures; gone: string }

/** The first of these that keeps what failed: a queue that is gone keeps nothing, and the words say so. */
function whereKept(failures: readonly Failures[], index: SourceIndex): Kept {
  const gone = failures.flatMap(({ to }) => (to !== null && isGone(to, index) ? [to] : []))
  return {
    failures: failures.find(({ to }) => to === null || !gone.includes(to)) ?? NOWHERE,
    gone: gone.length > 0 ? `; ${gone.join(' and ')}, where failures were to go, no longer exists` : '',
  }
}

function asyncFailures({ fn, index }: Pick<Assembly, 'fn' | 'index'>, qualifier: string | null): Kept {
  const settings = asyncSettings(fn, qualifier)
  const deadLetter = valueOr<string | null>(fn.deadLetterTargetArn, null)
  const isUnseen = settings === undefined || deadLetter === undefined
  const failures: Failures[] = [
    ...(settings?.onFailure ? [{ to: settings.onFailure, via: 'destination' as const }] : []),
    ...(deadLetter ? [{ to: deadLetter, via: 'dead-letter queue' as const }] : []),
    ...(isUnseen ? [UNKNOWN] : []),
  ]
  return whereKept(failures, index)
}

/**
 * Lambda queues the event and answers 202. `source`: what the sender does until then, and its own dead-letter queue, which
 * never sees what Lambda has accepted. Source: EventBridge user guide, dead-letter queues.
 */
export function asynchronous(
  assembly: Pick<Assembly, 'fn' | 'index'>,
  qualifier: string | null,
  source: { retries?: string; deadLetterArn?: string | null } = {},
): Delivery {
  const settings = asyncSettings(assembly.fn, qualifier)
  const { ageSeconds, retries } = settings ?? ASYNC_DEFAULTS
  const { failures, gone } = asyncFailures(assembly, qualifier)
  const end = failures.via === 'nowhere' ? 'then it is lost' : 'then it goes where failures go'
  const refused = source.deadLetterArn ? `; what it never accepts goes to ${source.deadLetterArn}` : ''
  const own = settings
    ? `Lambda: ${retries} more after an error, for at most ${inWords(ageSeconds)}`
    : 'Lambda: not known, since the event invoke configuration was not seen'
  return {
    invocation: 'asynchronous',
    throttled: settings
      ? `Lambda keeps the event and tries again for up to ${inWords(ageSeconds)}, ${end}.`
      : 'Lambda keeps the event and tries again for up to 6 hours, or less where it is configured: not seen.',
    retries: `${source.retries ? `${own}; ${source.retries}` : own}${refused}${gone}`,
    failures,
  }
}

function mappingDestination(mapping: EventSourceMappingRecord): Failures | undefined {
  const to = valueOr<string | null>(mapping.onFailureArn, null)
  if (to) return { to, via: 'destination' }
  return to === undefined ? UNKNOWN : undefined
}

/** Records of a shard or partition in order: a failing or throttled batch holds up all that follow it. */
export function stream(mapping: EventSourceMappingRecord, index: SourceIndex): Delivery {
  const attempts = valueOr(mapping.maximumRetryAttempts, -1)
  const age = valueOr(mapping.maximumRecordAgeSeconds, -1)
  const known = attempts !== undefined && age !== undefined
  const until =
    age !== undefined && age >= 0 ? `until the record is ${inWords(age)} old` : 'until the record expires'
  const tries = attempts !== undefined && attempts >= 0 ? `${attempts} more, at most ${until}` : until
  const bisect = valueOr(mapping.bisectBatchOnFunctionError, false) ? '; a failed batch is halved' : ''
  const { failures, gone } = whereKept([mappingDestination(mapping) ?? NOWHERE], index)
  return {
    invocation: 'stream',
    throttled: `The shard stands still: the batch is tried again ${until}, and the records behind it wait.`,
    retries: `${known ? `${tries}${bisect}` : 'not known: the mapping was not fully seen'}${gone}`,
    failures,
  }
}

function queueFailures(queueArn: string | null, index: SourceIndex): Failures {
  const queue = queueArn ? index.eventSource(queueArn) : undefined
  if (!queue || valueOr(queue.exists, false) === undefined) return UNKNOWN
  const to = valueOr<string | null>(queue.deadLetterTargetArn, null)
  if (to) return { to, via: 'redrive policy' }
  return to === undefined ? UNKNOWN : NOWHERE
}

/** Messages come back to the queue after the visibility timeout, until its redrive policy or its retention ends that. */
export function queue(mapping: EventSourceMappingRecord, index: SourceIndex): Delivery {
  const arn = valueOr<string | null>(mapping.eventSourceArn, null) ?? null
  const record = arn ? index.eventSource(arn) : undefined
  const receives = record ? valueOr<number | null>(record.maxReceiveCount, null) : undefined
  const kept = record ? valueOr<number | null>(record.retentionSeconds, null) : undefined
  const limit = kept ? `until it is ${inWords(kept)} old` : 'until the retention ends'
  const isSqs = mapping.sourceType === 'sqs'
  const moved = receives ? `, and goes to the dead-letter queue after ${receives} receives` : ''
  return {
    invocation: 'queue',
    throttled: isSqs
      ? `The message comes back after the visibility timeout, ${limit}${receives ? '; each throttled try counts as a receive' : ''}.`
      : 'The message stays with the broker and is delivered again.',
    retries: isSqs
      ? receives === undefined
        ? 'not known: the queue was not seen'
        : `each message again ${limit}${moved}`
      : 'as the broker redelivers: not seen',
    failures: mappingDestination(mapping) ?? (isSqs ? queueFailures(arn, index) : UNKNOWN),
  }
}

/** A service whose way of calling is not known here. */
export const UNKNOWN_DELIVERY: Delivery = {
  invocation: 'unknown',
  throttled: 'Not known: it depends on how the caller invokes.',
  retries: 'not known',
  failures: UNKNOWN,
}
