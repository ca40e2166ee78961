import { z } from 'zod'
import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example, repeated } from '#server/detections/example-call.ts'
import { actMatch, brief, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { functionBehind } from '#server/detections/facts/by-function.ts'
import { callerOf } from '#server/detections/facts/caller.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { field, itemsOf, requestOf, textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { secretName } from '#server/detections/facts/secret-name.ts'
import { asText } from '#server/domain/json.ts'

const parameters = z.object({
  secrets: z.number().int().min(2).max(100).default(8).describe('Different secrets'),
  minutes: z.number().int().min(1).max(1440).default(30).describe('Minutes in which they are read'),
})

const get = (secretId: string, more: object = {}) =>
  callTo('secretsmanager')('GetSecretValue', { secretId }, more)

export const secretsReadInBulk = defineDetection({
  kind: 'threshold',
  group: 'data',
  id: 'secrets-read-in-bulk',
  title: 'Many secrets read within minutes',
  severity: 'medium',
  why: 'A function reads the two or three secrets that it needs. One principal that reads ten different ones takes what it can get.',
  sources: ['secretsmanager.amazonaws.com'],
  names: ['GetSecretValue', 'BatchGetSecretValue'],
  techniques: ['T1555.006'],
  falsePositives: 'Backups, and tools that pass secrets on: put their roles on the allow-list.',
  response: [
    ASK_ACTOR,
    step('Change the secrets that were read.', "aws secretsmanager rotate-secret --secret-id '<secret>'"),
    FOLLOW_SESSION,
  ],
  references: ['https://docs.aws.amazon.com/secretsmanager/latest/userguide/intro.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Elastic credential_access_rapid_secret_retrieval_attempts_from_secretsmanager',
    'Stratus Red Team aws.credential-access.secretsmanager-retrieve-secrets',
    'Leonidas credential_access/access-secrets-manager-secrets',
  ],
  risks: ['insecure-secrets', 'leaked-credentials'],
  parameters,
  examples: {
    fires: [
      example('ten secrets', ...repeated(10, (index) => get(`secret-${index}`))),
      example(
        'ten in one call',
        callTo('secretsmanager')('BatchGetSecretValue', {
          secretIdList: Array.from({ length: 10 }, (_, index) => `secret-${index}`),
        }),
      ),
    ],
    quiet: [
      example('one secret, often', ...repeated(30, (index) => get('orders-db', { minute: index / 10 }))),
      example(
        'ten secrets that are denied',
        ...repeated(10, (index) => get(`secret-${index}`, { error: 'AccessDenied' })),
      ),
    ],
  },
  select: (record) => {
    if (!happened(record) || isByAws(record) || record.tool === 'iac' || !record.actorArn) return undefined
    const read = [textOf(record, 'secretId'), ...itemsOf(field(requestOf(record), 'secretIdList'))].flatMap(
      (one) => asText(one) ?? [],
    )
    return read.map((secret) => ({ key: callerOf(record), value: brief(secretName(secret), 200) }))
  },
  limit: ({ secrets, minutes }) => ({ count: secrets, windowMs: minutes * 60_000 }),
  describe: (record, { values }, context) =>
    actMatch(record, {
      of: 'secrets',
      key: callerOf(record),
      functionName: functionBehind(record, context) ?? null,
      title: `${values.length} secrets read by ${whoIn(record)}`,
      summary: `${whoIn(record)} read ${brief(values.join(', '), 400)} within minutes.`,
      resources: values.slice(0, 50),
      evidence: [{ label: 'Secrets', value: values.join(', ') }],
    }),
})
