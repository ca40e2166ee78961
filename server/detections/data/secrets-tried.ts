import { z } from 'zod'
import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example, repeated } from '#server/detections/example-call.ts'
import { actMatch, brief, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { functionBehind } from '#server/detections/facts/by-function.ts'
import { callerOf } from '#server/detections/facts/caller.ts'
import { isDenied } from '#server/detections/facts/denied.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION } from '#server/detections/facts/response-steps.ts'
import { secretName } from '#server/detections/facts/secret-name.ts'

const parameters = z.object({
  secrets: z.number().int().min(2).max(100).default(4).describe('Different secrets that were denied'),
  minutes: z.number().int().min(1).max(1440).default(30).describe('Minutes in which they are tried'),
})

const get = (secretId: string, more: object = {}) =>
  callTo('secretsmanager')('GetSecretValue', { secretId }, more)
/** What a refusal says it was about, where the request is not recorded. */
const RESOURCE = /arn:[\w-]+:secretsmanager:[\w-]+:\d+:secret:[\w/+=.@-]+/

export const secretsTried = defineDetection({
  kind: 'threshold',
  group: 'data',
  id: 'secrets-tried',
  title: 'Secrets tried by one who may not read them',
  severity: 'medium',
  why: 'Who is denied one secret after another looks for one that is open. Programs are denied the same one, so different ones are the signal.',
  sources: ['secretsmanager.amazonaws.com'],
  names: ['GetSecretValue', 'BatchGetSecretValue'],
  techniques: ['T1555.006', 'T1580'],
  falsePositives: 'People who look through secrets in the console.',
  response: [ASK_ACTOR, FOLLOW_SESSION],
  references: ['https://docs.aws.amazon.com/secretsmanager/latest/userguide/intro.html'],
  needs: ['trail-events'],
  elsewhere: ['Panther AWS.SecretsManager.RetrieveSecrets'],
  risks: ['insecure-secrets', 'leaked-credentials'],
  parameters,
  examples: {
    fires: [
      example(
        'five secrets are denied',
        ...repeated(5, (index) => get(`secret-${index}`, { error: 'AccessDenied' })),
      ),
    ],
    quiet: [
      example(
        'one secret, again and again',
        ...repeated(9, () => get('orders-db', { error: 'AccessDenied' })),
      ),
      example(
        'five that do not exist',
        ...repeated(5, (index) => get(`secret-${index}`, { error: 'ResourceNotFoundException' })),
      ),
    ],
  },
  select: (record) =>
    isDenied(record) && record.actorArn && !isByAws(record)
      ? {
          key: callerOf(record),
          value: secretName(
            textOf(record, 'secretId') ?? RESOURCE.exec(record.errorMessage ?? '')?.[0] ?? 'a secret',
          ),
        }
      : undefined,
  limit: ({ secrets, minutes }) => ({ count: secrets, windowMs: minutes * 60_000 }),
  describe: (record, { values }, context) =>
    actMatch(record, {
      of: 'secrets',
      key: callerOf(record),
      functionName: functionBehind(record, context) ?? null,
      title: `Secrets tried by ${whoIn(record)}, who may not read them`,
      summary: `${whoIn(record)} was denied ${brief(values.join(', '), 400)}.`,
      evidence: [{ label: 'Secrets', value: values.join(', ') }],
    }),
})
