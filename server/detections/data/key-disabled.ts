import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { nameAtEnd } from '#server/detections/facts/name-at-end.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'

const call = callTo('kms')

export const keyDisabled = defineDetection({
  kind: 'single',
  group: 'data',
  id: 'key-disabled',
  title: 'KMS key disabled or to be deleted',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'What the key encrypts can no longer be read: functions stop, and after the waiting time the data is lost for good.',
  sources: ['kms.amazonaws.com'],
  names: ['DisableKey', 'ScheduleKeyDeletion'],
  techniques: ['T1485', 'T1486', 'T1489'],
  falsePositives: 'Keys of environments that are taken down by hand.',
  response: [
    ASK_ACTOR,
    step('Stop the deletion and enable the key.', "aws kms cancel-key-deletion --key-id '<key>'"),
  ],
  references: ['https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.KMS.CustomerManagedKeyLoss',
    'Elastic impact_kms_cmk_disabled_or_scheduled_for_deletion',
    'Chronicle aws_kms_key_disabled_or_scheduled_for_deletion',
    'Tailpipe kms_key_deletion_scheduled',
  ],
  risks: ['denial-of-service'],
  examples: {
    fires: [
      example('a key is disabled', call('DisableKey', { keyId: 'k-1' })),
      example(
        'a key is to be deleted in a week',
        call('ScheduleKeyDeletion', { keyId: 'k-1', pendingWindowInDays: 7 }),
      ),
    ],
    quiet: [
      example('there is no such key', call('DisableKey', { keyId: 'k-1' }, { error: 'NotFoundException' })),
      example('somebody decrypts', call('Decrypt', { keyId: 'k-1' })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || isByAws(record)) return undefined

    const target = nameAtEnd(textOf(record, 'keyId') ?? record.resources[0] ?? 'a key')
    return actMatch(record, {
      of: target,
      title: `Key ${target} ${record.eventName === 'DisableKey' ? 'disabled' : 'to be deleted'} by ${whoIn(record)}`,
      summary: `${ranIn(record)}.`,
      resources: [target],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
