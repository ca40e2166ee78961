import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, principalOf, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { functionBehind } from '#server/detections/facts/by-function.ts'
import { isPipelineByName } from '#server/detections/facts/by-person.ts'
import { DAY, dayOf } from '#server/detections/facts/days.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION } from '#server/detections/facts/response-steps.ts'
import { secretName } from '#server/detections/facts/secret-name.ts'

const get = (secretId: string, more: object = {}) =>
  callTo('secretsmanager')('GetSecretValue', { secretId }, more)

export const secretReadFirstTime = defineDetection({
  kind: 'first-seen',
  group: 'data',
  id: 'secret-read-first-time',
  title: 'Secret read by one that never did',
  severity: 'low',
  severityNote: 'Medium where a person read it outside the console.',
  why: 'Programs read the same secrets from their first day. A principal that begins to read another one was changed, or is used by somebody else.',
  sources: ['secretsmanager.amazonaws.com'],
  names: ['GetSecretValue'],
  techniques: ['T1555.006'],
  falsePositives: 'Deployments that bring a new secret; infrastructure as code and pipelines are left out.',
  response: [ASK_ACTOR, FOLLOW_SESSION],
  references: ['https://docs.aws.amazon.com/secretsmanager/latest/userguide/intro.html'],
  needs: ['trail-events'],
  elsewhere: ['Elastic credential_access_new_terms_secretsmanager_getsecretvalue'],
  risks: ['insecure-secrets', 'leaked-credentials'],
  learningDays: 14,
  memoryDays: 90,
  learns: 'subject',
  examples: {
    fires: [
      example(
        'after two weeks, another secret',
        get('orders-db', { by: 'function' }),
        get('orders-db', { by: 'function', minute: 10 * DAY }),
        get('admin', { by: 'function', minute: 15 * DAY }),
      ),
    ],
    quiet: [
      example(
        'the same secret',
        get('orders-db', { by: 'function' }),
        get('orders-db', { by: 'function', minute: 15 * DAY }),
      ),
      example(
        'a principal that is new itself',
        get('orders-db', { by: 'role' }),
        get('admin', { by: 'function', minute: 15 * DAY }),
      ),
    ],
  },
  select: (record) => {
    const secret = textOf(record, 'secretId')
    return secret &&
      happened(record) &&
      !isByAws(record) &&
      record.tool !== 'iac' &&
      !isPipelineByName(record) &&
      record.actorArn
      ? { subject: principalOf(record), value: secretName(secret) }
      : undefined
  },
  describe: (record, { subject, value, learnedSince }, context) =>
    actMatch(record, {
      of: value,
      key: `${subject} ${value}`,
      functionName: functionBehind(record, context) ?? null,
      title: `Secret ${value} read by ${whoIn(record)}, which never did`,
      summary: `${ranIn(record)}; it did not read this secret since ${dayOf(learnedSince)}.`,
      resources: [value],
      ...(record.actorType === 'user' && record.tool !== 'console'
        ? { severity: 'medium' as const, severityNote: 'A user read it outside the console.' }
        : {}),
    }),
})
