import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { field, itemsOf, requestOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'

const call = callTo('secretsmanager')

export const secretsReadAsBatch = defineDetection({
  kind: 'single',
  group: 'data',
  id: 'secrets-read-as-batch',
  title: 'Secrets read as a batch',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'One call reads up to twenty secrets by a filter, without naming one. Programs name the secret that they need.',
  sources: ['secretsmanager.amazonaws.com'],
  names: ['BatchGetSecretValue'],
  techniques: ['T1555.006'],
  falsePositives: 'Tools that pass secrets on.',
  response: [
    ASK_ACTOR,
    step('Change the secrets that were read.', "aws secretsmanager rotate-secret --secret-id '<secret>'"),
    FOLLOW_SESSION,
  ],
  references: ['https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_BatchGetSecretValue.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.SecretsManager.BatchRetrieveSecrets',
    'Panther AWS.SecretsManager.BatchRetrieveSecretsCatchAll',
    'Stratus Red Team aws.credential-access.secretsmanager-batch-retrieve-secrets',
  ],
  risks: ['insecure-secrets'],
  examples: {
    fires: [
      example(
        'secrets are read by a filter',
        call('BatchGetSecretValue', { filters: [{ key: 'all', values: ['!tag'] }] }),
      ),
    ],
    quiet: [
      example(
        'secrets are read by their names',
        call('BatchGetSecretValue', { secretIdList: ['orders-db', 'mail'] }),
      ),
      example('the call is denied', call('BatchGetSecretValue', { filters: [] }, { error: 'AccessDenied' })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || isByAws(record)) return undefined
    if (itemsOf(field(requestOf(record), 'secretIdList')).length > 0) return undefined
    const target = record.accountId
    return actMatch(record, {
      of: target,
      title: `Secrets of ${target} read as a batch by ${whoIn(record)}`,
      summary: `${ranIn(record)}.`,
      resources: [target],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
