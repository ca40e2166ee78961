import { valueOr } from '#server/domain/field.ts'
import { asyncSettings } from '#server/domain/triggers/delivery.ts'
import { inWords } from '#server/domain/triggers/duration-words.ts'
import type { MappingLink } from '#server/domain/triggers/source-link.ts'
import type { Trigger } from '#server/domain/triggers/trigger.ts'
import type { ReachInput } from './reach-input.ts'

export type Loss = { requestsToLoss: number | null; why: string }

const SECONDS_A_DAY = 86_400
/** DynamoDB streams keep records for 24 hours. Source: DynamoDB developer guide, change data capture. */
const DYNAMODB_RETENTION_SECONDS = SECONDS_A_DAY

const none = (why: string): Loss => ({ requestsToLoss: null, why })

type Duration = { seconds: number; words: string }

function durationOf({ fn, durationMsP95 }: ReachInput): Duration | undefined {
  if (durationMsP95 !== undefined && durationMsP95 > 0) {
    return {
      seconds: durationMsP95 / 1000,
      words: `${Math.round(durationMsP95)} ms an execution (95th percentile)`,
    }
  }
  const timeout = valueOr<number | null>(fn.timeoutSeconds, null)
  return timeout
    ? { seconds: timeout, words: `${timeout} s an execution (its timeout: the longest that one can take)` }
    : undefined
}

const rounded = (value: number) => Math.ceil(value)

/** Executions that fit into a span: concurrency × 60 ÷ minutes per event × 24 × days. What comes on top of them waits too long. */
function executionsWithin(concurrency: number, { seconds }: Duration, spanSeconds: number): number {
  return rounded((concurrency * 60 * 24 * (spanSeconds / SECONDS_A_DAY)) / (seconds / 60))
}

function spelled(concurrency: number, duration: Duration, spanSeconds: number): string {
  const minutes = Number((duration.seconds / 60).toPrecision(3))
  const days = Number((spanSeconds / SECONDS_A_DAY).toPrecision(3))
  return `${concurrency} concurrent executions × 60 ÷ ${minutes} minutes per event × 24 × ${days} days; ${duration.words}`
}

function mappingOf(trigger: Trigger, { index, fn }: ReachInput): MappingLink['record'] | undefined {
  const uuid = /^event source mapping (.+)$/.exec(trigger.evidence[0]?.text ?? '')?.[1]
  const link = index.linksTo(fn.arn).find((one) => one.kind === 'mapping' && one.record.uuid === uuid)
  return link?.kind === 'mapping' ? link.record : undefined
}

function ofQueue(trigger: Trigger, ceiling: number | null, input: ReachInput): Loss {
  const queue = input.index.eventSource(trigger.source)
  const retention = queue ? valueOr<number | null>(queue.retentionSeconds, null) : undefined
  const duration = durationOf(input)
  if (!retention) return none('How long the queue keeps messages was not seen.')
  if (ceiling === null) return none('How many executions can run at once was not seen.')
  if (!duration) return none('How long an execution takes was not seen.')
  const mapping = mappingOf(trigger, input)
  const own = mapping ? (valueOr<number | null>(mapping.maximumConcurrency, null) ?? null) : null
  const batch = (mapping && valueOr<number | null>(mapping.batchSize, null)) || 1
  const concurrency = own === null ? ceiling : Math.min(own, ceiling)
  const executions = executionsWithin(concurrency, duration, retention)
  const deadLetter = queue && valueOr<string | null>(queue.deadLetterTargetArn, null)
  const kept = deadLetter
    ? ' A dead-letter queue takes what is received too often, not what is never received.'
    : ''
  return {
    requestsToLoss: executions,
    why: `${spelled(concurrency, duration, retention)}: with more than ${executions.toLocaleString('en')} executions' worth of messages waiting, the last expire after ${inWords(retention)}. With full batches of ${batch} that is ${(executions * batch).toLocaleString('en')} messages.${kept}`,
  }
}

function ofStream(trigger: Trigger, ceiling: number | null, input: ReachInput): Loss {
  if (trigger.kind !== 'kinesis' && trigger.kind !== 'dynamodb')
    return none('How long the source keeps its records is not collected.')
  const source = input.index.eventSource(trigger.source)
  const seen = source ? valueOr<number | null>(source.retentionSeconds, null) : undefined
  const retention = seen ?? (trigger.kind === 'dynamodb' ? DYNAMODB_RETENTION_SECONDS : null)
  const shards = source ? valueOr<number | null>(source.shardCount, null) : undefined
  const duration = durationOf(input)
  const mapping = mappingOf(trigger, input)
  const age = mapping ? valueOr<number>(mapping.maximumRecordAgeSeconds, -1) : undefined
  if (!retention) return none('How long the stream keeps its records was not seen.')
  if (!shards) return none('How many shards the stream has was not seen.')
  if (!duration) return none('How long an execution takes was not seen.')
  if (age === undefined) return none('The maximum age of a record was not seen.')
  const parallel = (mapping && valueOr<number>(mapping.parallelizationFactor, 1)) || 1
  const batch = (mapping && valueOr<number | null>(mapping.batchSize, null)) || 1
  const span = age > 0 ? Math.min(age, retention) : retention
  const wanted = shards * parallel
  const concurrency = ceiling === null ? wanted : Math.min(wanted, ceiling)
  const executions = executionsWithin(concurrency, duration, span)
  return {
    requestsToLoss: executions * batch,
    why: `${shards} shards × ${parallel} at a time: ${spelled(concurrency, duration, span)}, with batches of ${batch}. More records than that expire after ${inWords(span)}; one record that always fails is enough to hold up its shard.`,
  }
}

function ofAsync(trigger: Trigger, ceiling: number | null, input: ReachInput): Loss {
  const settings = asyncSettings(input.fn, trigger.qualifier)
  if (!settings) return none('How long Lambda keeps asynchronous events for it was not seen.')
  if (ceiling === null) return none('How many executions can run at once was not seen.')
  const duration = durationOf(input)
  if (!duration) return none('How long an execution takes was not seen.')
  const { via, to } = trigger.failures
  const executions = executionsWithin(ceiling, duration, settings.ageSeconds)
  const span = `${spelled(ceiling, duration, settings.ageSeconds)}: more events than that are too old after ${inWords(settings.ageSeconds)}`
  if (via === 'unknown') return none(`${span}; where they go then was not seen.`)
  if (via !== 'nowhere') return none(`${span}, and go to ${to}: none is lost as long as that takes them.`)
  return { requestsToLoss: executions, why: `${span}, and are lost.` }
}

/** The requests that lose data by way of a trigger; null where none are lost or a figure is missing. */
export function lossOf(trigger: Trigger, ceiling: number | null, input: ReachInput): Loss {
  if (trigger.live === false) return none(`Nothing comes this way now: ${trigger.liveReason}.`)
  if (trigger.invocation === 'synchronous')
    return none('Nothing is kept, so nothing is lost: the caller is refused and may try again.')
  if (trigger.invocation === 'unknown') return none('It depends on how the caller invokes.')
  if (trigger.kind === 'mq') return none('How long the broker keeps messages is not collected.')
  if (trigger.invocation === 'queue') return ofQueue(trigger, ceiling, input)
  return trigger.invocation === 'stream'
    ? ofStream(trigger, ceiling, input)
    : ofAsync(trigger, ceiling, input)
}
