import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, properties } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import type { EventSourceRecord } from '#server/domain/records/event-source-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { functionArnOf, functionOf } from './mappings-of-source.ts'
import { queueReaders, setAttributes } from './queue-in-use.ts'
import { pass, unknown, unseen } from './verdicts.ts'

/** What the Lambda Developer Guide asks for: six timeouts, and the batching window. */
const TIMEOUTS = 6
const LONGEST_SECONDS = 43_200

type Need = { arn: string; timeout: number; window: number; seconds: number }

function needOf(mapping: EventSourceMappingRecord, around: Surroundings): Need | undefined {
  const fn = functionOf(mapping, around)
  const timeout = fn.state === 'known' ? valueOr(fn.value.timeoutSeconds, undefined) : undefined
  const window = valueOr(mapping.maximumBatchingWindowSeconds, 0)
  if (timeout === undefined || window === undefined) return undefined
  return { arn: functionArnOf(mapping) ?? '', timeout, window, seconds: TIMEOUTS * timeout + window }
}

function needsOf(record: EventSourceRecord, around: Surroundings): (Need | undefined)[] {
  const found = queueReaders(record, around)
  return 'verdict' in found ? [] : found.readers.map((mapping) => needOf(mapping, around))
}

function evaluate(record: EventSourceRecord, around: Surroundings): Verdict {
  const found = queueReaders(record, around)
  if ('verdict' in found) return found.verdict
  const hidden = unseen('Visibility timeout', record.visibilityTimeoutSeconds)
  const visible = valueOr(record.visibilityTimeoutSeconds, undefined)
  if (visible === undefined) return unknown(hidden ?? 'Its visibility timeout is not told.')
  const needs = needsOf(record, around)
  const seen = needs.filter((need) => need !== undefined)
  const short = seen.filter(({ seconds }) => visible < seconds)
  const worst = short.toSorted((a, b) => b.seconds - a.seconds)[0]
  const evidence = [
    { label: 'VisibilityTimeout', value: `${visible} s` },
    ...seen.map(({ arn, timeout, window }) => ({
      label: arn,
      value: `timeout ${timeout} s, batching window ${window} s`,
    })),
  ]
  if (worst) {
    const overlaps = short.some(({ timeout, window }) => visible < timeout + window)
    return {
      state: 'fail',
      severity: overlaps ? 'medium' : 'low',
      summary: overlaps
        ? `A message can be handed out again while it is still worked on: it is hidden for ${visible} s, and the function may take ${worst.timeout} s after waiting ${worst.window} s.`
        : `A message is hidden for ${visible} s; ${worst.seconds} s leave time for retries when the function is throttled.`,
      evidence,
      affects: [...new Set(short.map(({ arn }) => arn))],
    }
  }
  return needs.includes(undefined)
    ? unknown('The timeout of a function that reads it was not seen.')
    : pass(...evidence)
}

/** Source: Lambda Developer Guide, "Using Lambda with Amazon SQS", configuring a queue. */
export const queueVisibilityShort = defineCheck({
  id: 'queue-visibility-short',
  title: 'Queue shows messages again too early',
  group: 'reliability',
  kind: 'event-source',
  severity: 'low',
  severityNote: 'Medium where a message can come back while the function still works on it.',
  why: 'A message that comes back before Lambda has done with it is handled twice, and counts as received, so that good messages end in the dead-letter queue. AWS asks for six times the function’s timeout.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html'],
  needs: ['event-sources', 'event-source-mappings', 'functions'],
  elsewhere: ['cdk-nag LambdaEventSourceSQSVisibilityTimeout'],
  risks: ['denial-of-service', 'execution-flow-manipulation'],
  evaluate,
  remediate: (record, _verdict, around) => {
    const wanted = Math.max(0, ...needsOf(record, around).map((need) => need?.seconds ?? 0))
    const seconds = Math.min(LONGEST_SECONDS, wanted)
    return {
      text: `Raise the visibility timeout to ${seconds} s, or lower the function’s timeout. Failed messages then wait longer before they are tried again.`,
      cli: setAttributes(record, { VisibilityTimeout: String(seconds) }),
      cloudformation: properties('AWS::SQS::Queue', { VisibilityTimeout: seconds }),
      terraform: argumentsOf('aws_sqs_queue', { visibility_timeout_seconds: seconds }),
    }
  },
})
