import { z } from 'zod'
import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { daysOf } from '#server/detections/facts/days.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { field, itemsOf, requestOf, textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { asNumber } from '#server/domain/json.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

const parameters = z.object({
  days: z.number().int().min(1).max(3650).default(30).describe('Days for which logs have to be kept'),
  bucketWords: z
    .array(z.string().min(1).max(60))
    .max(50)
    .default(['log', 'trail', 'audit', 'siem', 'security'])
    .describe('Words in the names of buckets that hold logs'),
})

const expiry = (bucketName: string, days: number, status = 'Enabled') =>
  callTo('s3')('PutBucketLifecycle', {
    bucketName,
    LifecycleConfiguration: { Rule: { Status: status, Expiration: { Days: days } } },
  })

/** Days after which the rules in force let objects expire; the shortest. */
function shortest(record: TrailRecord): number | undefined {
  const rules = itemsOf(field(field(requestOf(record), 'LifecycleConfiguration'), 'Rule'))
  const days = rules
    .filter((rule) => field(rule, 'Status') !== 'Disabled')
    .flatMap((rule) => asNumber(Number(field(field(rule, 'Expiration'), 'Days'))) ?? [])
  return days.length > 0 ? Math.min(...days) : undefined
}

export const logBucketExpiresSoon = defineDetection({
  kind: 'single',
  group: 'defenses',
  id: 'log-bucket-expires-soon',
  title: 'Logs made to expire soon',
  severity: 'medium',
  severityNote: 'Low where infrastructure as code did it.',
  why: 'A short lifecycle deletes the log files without anybody deleting anything. A day later there is nothing left to look at.',
  sources: ['s3.amazonaws.com'],
  names: ['PutBucketLifecycle', 'PutBucketLifecycleConfiguration'],
  techniques: ['T1562.008', 'T1485.001', 'T1070'],
  falsePositives: 'Buckets of test environments that have "log" in their name.',
  response: [
    ASK_ACTOR,
    step(
      'See how long objects are kept now.',
      "aws s3api get-bucket-lifecycle-configuration --bucket '<bucket>'",
    ),
  ],
  references: ['https://attack.mitre.org/techniques/T1485/001/'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.CloudTrail.ShortLifecycle',
    'Elastic defense_evasion_s3_bucket_lifecycle_expiration_added',
    'Splunk aws_defense_evasion_putbucketlifecycle',
    'Stratus Red Team aws.defense-evasion.cloudtrail-lifecycle-rule',
  ],
  risks: ['inadequate-monitoring'],
  parameters,
  examples: {
    fires: [example('log files go after a day', expiry('org-cloudtrail-logs', 1))],
    quiet: [
      example('after a year', expiry('org-cloudtrail-logs', 365)),
      example('uploads go after a day', expiry('uploads', 1)),
      example('the rule is not in force', expiry('org-cloudtrail-logs', 1, 'Disabled')),
    ],
  },
  evaluate: (record, _context, { days, bucketWords }) => {
    const bucket = textOf(record, 'bucketName')
    const kept = shortest(record)
    if (!happened(record) || !bucket || kept === undefined || Number.isNaN(kept) || kept >= days)
      return undefined
    if (!bucketWords.some((word) => bucket.toLowerCase().includes(word.toLowerCase()))) return undefined
    return actMatch(record, {
      of: bucket,
      title: `Objects of ${bucket} made to expire after ${daysOf(kept)} by ${whoIn(record)}`,
      summary: `${ranIn(record)}: what ${bucket} holds is deleted after ${daysOf(kept)}.`,
      resources: [bucket],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
