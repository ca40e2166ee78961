import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { bucketOf } from '#server/detections/facts/bucket.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { field, requestOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { asText } from '#server/domain/json.ts'

const call = callTo('s3')

export const bucketMfaDeleteOff = defineDetection({
  kind: 'single',
  group: 'data',
  id: 'bucket-mfa-delete-off',
  title: 'Deleting no longer needs MFA',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'With MFA delete nobody deletes a version for good with a key alone. Without it, a stolen key is enough.',
  sources: ['s3.amazonaws.com'],
  names: ['PutBucketVersioning'],
  techniques: ['T1490', 'T1562.001'],
  falsePositives: 'Buckets that get a lifecycle, which cannot have both.',
  response: [ASK_ACTOR, step('See how it is set.', "aws s3api get-bucket-versioning --bucket '<bucket>'")],
  references: ['https://docs.aws.amazon.com/AmazonS3/latest/userguide/MultiFactorAuthenticationDelete.html'],
  needs: ['trail-events'],
  elsewhere: ['Panther AWS.S3.DisableMfaDelete', 'Panther AWS.S3.SecurityControlDisabling'],
  risks: ['denial-of-service'],
  examples: {
    fires: [
      example(
        'MFA delete is switched off',
        call('PutBucketVersioning', {
          bucketName: 'uploads',
          VersioningConfiguration: { Status: 'Enabled', MfaDelete: 'Disabled' },
        }),
      ),
    ],
    quiet: [
      example(
        'it is switched on',
        call('PutBucketVersioning', {
          bucketName: 'uploads',
          VersioningConfiguration: { Status: 'Enabled', MfaDelete: 'Enabled' },
        }),
      ),
      example(
        'only versions are set',
        call('PutBucketVersioning', {
          bucketName: 'uploads',
          VersioningConfiguration: { Status: 'Enabled' },
        }),
      ),
      example(
        'the call is denied',
        call(
          'PutBucketVersioning',
          { bucketName: 'uploads', VersioningConfiguration: { MfaDelete: 'Disabled' } },
          { error: 'AccessDenied' },
        ),
      ),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || isByAws(record)) return undefined
    if (asText(field(field(requestOf(record), 'VersioningConfiguration'), 'MfaDelete')) !== 'Disabled')
      return undefined
    const target = bucketOf(record)
    return actMatch(record, {
      of: target,
      title: `MFA delete of ${target} switched off by ${whoIn(record)}`,
      summary: `${ranIn(record)}.`,
      resources: [target],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
