import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'

export const regionEnabled = defineDetection({
  kind: 'single',
  group: 'sessions',
  id: 'region-enabled',
  title: 'Region switched on',
  severity: 'medium',
  severityNote: 'Low where infrastructure as code did it.',
  why: 'Regions that nobody looks at are where intruders run what you pay for. Most of them have to be switched on first.',
  sources: ['account.amazonaws.com', 'ec2.amazonaws.com'],
  names: ['EnableRegion'],
  techniques: ['T1535'],
  falsePositives: 'Regions that you begin to use.',
  response: [ASK_ACTOR, step('Switch it off again.', "aws account disable-region --region-name '<region>'")],
  references: ['https://attack.mitre.org/techniques/T1535/'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.CloudTrail.EnableRegion',
    'Sigma aws_cloudtrail_region_enabled',
    'Chronicle aws_enable_disable_region',
  ],
  risks: ['ungoverned-assets'],
  examples: {
    fires: [
      example('a user switches a region on', callTo('account')('EnableRegion', { RegionName: 'ap-east-1' })),
    ],
    quiet: [
      example(
        'the call is denied',
        callTo('account')('EnableRegion', { RegionName: 'ap-east-1' }, { error: 'AccessDeniedException' }),
      ),
      example('somebody lists regions', callTo('account')('ListRegions')),
    ],
  },
  evaluate: (record) => {
    if (!happened(record)) return undefined
    const region = textOf(record, 'RegionName') ?? 'a region'
    return actMatch(record, {
      of: region,
      title: `Region ${region} switched on by ${whoIn(record)}`,
      summary: `${ranIn(record)}.`,
      resources: [region],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
