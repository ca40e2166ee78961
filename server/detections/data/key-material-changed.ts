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

export const keyMaterialChanged = defineDetection({
  kind: 'single',
  group: 'data',
  id: 'key-material-changed',
  title: 'Key material imported or deleted',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'Who brings the key material has it too, and can read what the key encrypts. Who deletes it makes everything unreadable at once, without a waiting time.',
  sources: ['kms.amazonaws.com'],
  names: ['ImportKeyMaterial', 'DeleteImportedKeyMaterial'],
  techniques: ['T1486', 'T1485'],
  falsePositives: 'Keys whose material you bring and renew.',
  response: [ASK_ACTOR, step('See where its material comes from.', "aws kms describe-key --key-id '<key>'")],
  references: ['https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys.html'],
  needs: ['trail-events'],
  elsewhere: ['Elastic impact_kms_imported_key_material_deleted', 'Sigma aws_kms_import_key_material'],
  risks: ['denial-of-service', 'insecure-secrets'],
  examples: {
    fires: [example('material is imported', call('ImportKeyMaterial', { keyId: 'k-1' }))],
    quiet: [
      example('the call is denied', call('ImportKeyMaterial', { keyId: 'k-1' }, { error: 'AccessDenied' })),
      example('somebody looks', call('DescribeKey', { keyId: 'k-1' })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || isByAws(record)) return undefined

    const target = nameAtEnd(textOf(record, 'keyId') ?? record.resources[0] ?? 'a key')
    return actMatch(record, {
      of: target,
      title: `Material of key ${target} ${record.eventName === 'ImportKeyMaterial' ? 'imported' : 'deleted'} by ${whoIn(record)}`,
      summary: `${ranIn(record)}.`,
      resources: [target],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
