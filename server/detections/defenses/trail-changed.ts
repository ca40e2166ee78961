import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { nameAtEnd } from '#server/detections/facts/name-at-end.ts'
import { field, isFalse, requestOf, textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'

const call = callTo('cloudtrail')

/** Settings that take something away when they are switched off. Source: CloudTrail API, UpdateTrail. */
const COVER = [
  'isMultiRegionTrail',
  'includeGlobalServiceEvents',
  'enableLogFileValidation',
  'isOrganizationTrail',
  'multiRegionEnabled',
]

export const trailChanged = defineDetection({
  kind: 'single',
  group: 'defenses',
  id: 'trail-changed',
  title: 'Trail changed',
  severity: 'medium',
  severityNote:
    'High where it covers or proves less than before; low where a pipeline changed something else.',
  why: 'Its bucket, its key and what it covers decide whether anybody sees what happens. A trail that writes to another bucket looks as healthy as before.',
  sources: ['cloudtrail.amazonaws.com'],
  names: ['UpdateTrail', 'UpdateEventDataStore'],
  techniques: ['T1562.008', 'T1565'],
  falsePositives: 'Changes of the platform team.',
  response: [
    ASK_ACTOR,
    step(
      'Compare the trail with what was agreed.',
      "aws cloudtrail describe-trails --trail-name-list '<trail>'",
    ),
  ],
  references: [
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-update-a-trail-console.html',
  ],
  needs: ['trail-events'],
  elsewhere: [
    'Elastic impact_cloudtrail_logging_updated',
    'Splunk aws_defense_evasion_update_cloudtrail',
    'Leonidas defense_evasion/cloudtrail-change-destination-bucket',
    'Tailpipe cloudtrail_trail_s3_logging_bucket_updated',
    'StreamAlert cloudtrail_critical_api_calls',
  ],
  risks: ['inadequate-monitoring'],
  examples: {
    fires: [
      example(
        'the trail writes to another bucket',
        call('UpdateTrail', { name: 'main', s3BucketName: 'elsewhere' }),
      ),
      example(
        'log files are no longer validated',
        call('UpdateTrail', { name: 'main', enableLogFileValidation: false }, { by: 'pipeline' }),
      ),
    ],
    quiet: [
      example('the call is denied', call('UpdateTrail', { name: 'main' }, { error: 'AccessDenied' })),
      example('somebody looks at it', call('GetTrailStatus', { name: 'main' })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || isByAws(record)) return undefined
    const off = COVER.filter((name) => isFalse(field(requestOf(record), name)))
    const target = nameAtEnd(textOf(record, 'name') ?? textOf(record, 'eventDataStore') ?? 'a trail')
    return actMatch(record, {
      of: target,
      title: `Trail ${target} changed by ${whoIn(record)}`,
      summary: `${ranIn(record)}.`,
      resources: [target],
      evidence: Object.entries(requestOf(record))
        .slice(0, 10)
        .map(([label, value]) => ({
          label,
          value: typeof value === 'string' ? value : JSON.stringify(value),
        })),
      ...(off.length > 0
        ? { severity: 'high' as const, severityNote: `Switched off: ${off.join(', ')}.` }
        : loweredForAutomation(record, 'low')),
    })
  },
})
