import { z } from 'zod'
import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example, repeated } from '#server/detections/example-call.ts'
import { actMatch, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { functionBehind } from '#server/detections/facts/by-function.ts'
import { callerOf } from '#server/detections/facts/caller.ts'
import { DAY } from '#server/detections/facts/days.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { step } from '#server/detections/facts/response-steps.ts'

const parameters = z.object({
  minimum: z.number().int().min(1).max(1_000_000).default(200).describe('Reads in an hour, at least'),
  factor: z.number().min(1).max(1000).default(10).describe('Times as many as usual'),
  days: z.number().int().min(1).max(60).default(7).describe('Days that say what is usual'),
})

const get = (secretId: string, more: object = {}) =>
  callTo('secretsmanager')('GetSecretValue', { secretId }, more)

export const secretReadsRose = defineDetection({
  kind: 'rate',
  group: 'data',
  id: 'secret-reads-rose',
  title: 'Far more secrets read than usual',
  severity: 'low',
  why: 'How often secrets are read follows how much is done, and that changes slowly. Ten times as many in an hour are a deployment, or somebody who takes them all.',
  sources: ['secretsmanager.amazonaws.com', 'ssm.amazonaws.com'],
  names: ['GetSecretValue', 'BatchGetSecretValue', 'GetParameter', 'GetParameters', 'GetParametersByPath'],
  techniques: ['T1555.006'],
  falsePositives: 'Deployments that no longer keep what they read; load tests.',
  response: [step('Look at the reads of the hour, by actor, on the Events page.')],
  references: ['https://docs.aws.amazon.com/secretsmanager/latest/userguide/intro.html'],
  needs: ['trail-events'],
  elsewhere: ['Elastic credential_access_rapid_secret_retrieval_attempts_from_secretsmanager'],
  risks: ['insecure-secrets', 'leaked-credentials'],
  parameters,
  examples: {
    fires: [
      example(
        '300 after a quiet week',
        get('x'),
        ...repeated(300, (index) => get(`s-${index % 9}`, { minute: 8 * DAY + index / 8 })),
      ),
    ],
    quiet: [
      example('300 at first', ...repeated(300, (index) => get(`s-${index % 9}`, { minute: index / 8 }))),
      example(
        '20 after a quiet week',
        get('x'),
        ...repeated(20, (index) => get('x', { minute: 8 * DAY + index / 8 })),
      ),
    ],
  },
  select: (record) =>
    happened(record) && !isByAws(record) && record.actorArn ? { key: callerOf(record) } : undefined,
  limit: ({ minimum, factor, days }) => ({ minimum, factor, baselineDays: days }),
  describe: (record, { count, usualPerHour }, context) =>
    actMatch(record, {
      of: 'secrets',
      key: callerOf(record),
      functionName: functionBehind(record, context) ?? null,
      title: `${whoIn(record)} read far more secrets than usual`,
      summary: `${whoIn(record)} read secrets and parameters ${count} times in an hour; usual are ${usualPerHour.toFixed(1)}.`,
    }),
})
