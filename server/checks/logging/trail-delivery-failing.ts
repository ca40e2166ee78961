import { defineCheck } from '#server/checks/define-check.ts'
import { notApplicable, pass, unknown, unseen } from '#server/checks/reliability/verdicts.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { TrailSettingsRecord } from '#server/domain/records/trail-settings-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { judgedElsewhere, namedTrail, otherRecording } from './trail-home.ts'

function evaluate(record: TrailSettingsRecord, around: Surroundings): Verdict {
  const elsewhere = judgedElsewhere(record, around)
  if (elsewhere) return elsewhere
  if (valueOr(record.isLogging, true) === false) return notApplicable('The trail has stopped recording.')
  const hidden = unseen('Status', record.deliveryError)
  if (hidden) return unknown(hidden)
  const error = valueOr<string | null>(record.deliveryError, null)
  const bucket = valueOr<string>(record.bucket, '') || 'its bucket'
  const evidence = [
    { label: 'LatestDeliveryError', value: error || 'none' },
    { label: 'Bucket', value: bucket },
  ]
  if (!error) return pass(...evidence)
  return {
    state: 'fail',
    severity: otherRecording(record, around) ? 'medium' : 'high',
    summary: `Trail ${record.name} could not deliver to ${bucket}: ${error}.`,
    evidence,
  }
}

/** The error stays until a delivery succeeds. Source: CloudTrail API reference, GetTrailStatus. */
export const trailDeliveryFailing = defineCheck({
  id: 'trail-delivery-failing',
  title: 'Trail cannot deliver its logs',
  group: 'logging',
  kind: 'trail',
  severity: 'high',
  severityNote: 'Medium where another trail records the same region.',
  why: 'The trail records, but what it records reaches nobody: the bucket is gone, or its policy or key refuses CloudTrail. Events that cannot be delivered are lost in the end.',
  references: [
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-s3-bucket-policy-for-cloudtrail.html',
  ],
  needs: ['trails'],
  elsewhere: [],
  risks: ['inadequate-monitoring'],
  evaluate,
  remediate: (record) => ({
    text: 'Mend what the error names: the bucket, its policy, which must let CloudTrail write, or the policy of the key. Then look at the status again.',
    cli: `aws cloudtrail get-trail-status ${namedTrail(record)}`,
    cloudformation: null,
    terraform: null,
  }),
})
