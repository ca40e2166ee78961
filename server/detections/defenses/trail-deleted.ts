import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { nameAtEnd } from '#server/detections/facts/name-at-end.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'

const call = callTo('cloudtrail')

export const trailDeleted = defineDetection({
  kind: 'single',
  group: 'defenses',
  id: 'trail-deleted',
  title: 'Trail deleted',
  severity: 'high',
  severityNote: 'Medium where infrastructure as code did it.',
  why: 'Without the trail there is no record of what happens next. What it wrote before is still in its bucket, unless that goes as well.',
  sources: ['cloudtrail.amazonaws.com'],
  names: ['DeleteTrail', 'DeleteEventDataStore'],
  techniques: ['T1562.008', 'T1070'],
  falsePositives: 'Trails that are replaced by one of the organisation; environments that are taken down.',
  response: [
    ASK_ACTOR,
    step('See which trails are left, and whether one takes everything.', 'aws cloudtrail describe-trails'),
    FOLLOW_SESSION,
  ],
  references: ['https://attack.mitre.org/techniques/T1562/008/'],
  needs: ['trail-events'],
  elsewhere: [
    'Elastic defense_evasion_cloudtrail_logging_deleted',
    'Splunk aws_defense_evasion_delete_cloudtrail',
    'Leonidas defense_evasion/cloudtrail-delete-trail',
    'Stratus Red Team aws.defense-evasion.cloudtrail-delete',
    'Sentinel AWS_ClearStopChangeTrailLogs',
  ],
  risks: ['inadequate-monitoring'],
  examples: {
    fires: [example('a user deletes the trail', call('DeleteTrail', { name: 'main' }))],
    quiet: [
      example('the call is denied', call('DeleteTrail', { name: 'main' }, { error: 'AccessDenied' })),
      example('a trail is made', call('CreateTrail', { name: 'main' })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || isByAws(record)) return undefined

    const target = nameAtEnd(textOf(record, 'name') ?? textOf(record, 'eventDataStore') ?? 'a trail')
    return actMatch(record, {
      of: target,
      title: `Trail ${target} deleted by ${whoIn(record)}`,
      summary: `${ranIn(record)}.`,
      resources: [target],
      ...loweredForAutomation(record, 'medium'),
    })
  },
})
