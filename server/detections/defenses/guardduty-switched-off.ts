import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { field, isFalse, requestOf, textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'

const call = callTo('guardduty')

export const guarddutySwitchedOff = defineDetection({
  kind: 'single',
  group: 'defenses',
  id: 'guardduty-switched-off',
  title: 'GuardDuty switched off',
  severity: 'high',
  severityNote: 'Medium where infrastructure as code did it.',
  why: 'GuardDuty sees what no record shows: odd networks, known bad addresses, malware. Who switches it off does not want to be seen.',
  sources: ['guardduty.amazonaws.com'],
  names: ['DeleteDetector', 'UpdateDetector', 'DeletePublishingDestination'],
  techniques: ['T1562.001'],
  falsePositives: 'Regions that are given up; accounts that are closed.',
  response: [
    ASK_ACTOR,
    step('See whether a detector is left in the region.', 'aws guardduty list-detectors'),
    FOLLOW_SESSION,
  ],
  references: ['https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_suspend-disable.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Elastic defense_evasion_guardduty_detector_deletion',
    'Sigma aws_cloudtrail_guardduty_detector_deleted_or_updated',
    'Chronicle aws_guardduty_disabled',
    'Tailpipe guardduty_detector_deleted',
    'Sentinel AWS_GuardDutyDisabled',
    'StreamAlert cloudtrail_critical_api_calls',
  ],
  risks: ['inadequate-monitoring'],
  examples: {
    fires: [
      example('the detector is deleted', call('DeleteDetector', { detectorId: 'd1' })),
      example('the detector is switched off', call('UpdateDetector', { detectorId: 'd1', enable: false })),
    ],
    quiet: [
      example('the detector is switched on', call('UpdateDetector', { detectorId: 'd1', enable: true })),
      example(
        'the call is denied',
        call('DeleteDetector', { detectorId: 'd1' }, { error: 'AccessDeniedException' }),
      ),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || isByAws(record)) return undefined
    if (record.eventName === 'UpdateDetector' && !isFalse(field(requestOf(record), 'enable')))
      return undefined
    const target = textOf(record, 'detectorId') ?? 'a detector'
    return actMatch(record, {
      of: target,
      title: `GuardDuty ${record.eventName === 'DeletePublishingDestination' ? 'no longer passes findings on' : 'switched off'} in ${record.region}, by ${whoIn(record)}`,
      summary: `${ranIn(record)}.`,
      resources: [target],
      ...loweredForAutomation(record, 'medium'),
    })
  },
})
