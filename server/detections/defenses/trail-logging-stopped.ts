import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { nameAtEnd } from '#server/detections/facts/name-at-end.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'

const call = callTo('cloudtrail')

export const trailLoggingStopped = defineDetection({
  kind: 'single',
  group: 'defenses',
  id: 'trail-logging-stopped',
  title: 'Trail stopped',
  severity: 'high',
  why: 'From then on nobody sees what happens: not this product, and not whoever looks for traces afterwards. It is among the first things that intruders do.',
  sources: ['cloudtrail.amazonaws.com'],
  names: ['StopLogging', 'StopEventDataStoreIngestion'],
  techniques: ['T1562.008'],
  falsePositives: 'Trails that are replaced by one of the organisation.',
  response: [
    ASK_ACTOR,
    step('Start the trail again.', "aws cloudtrail start-logging --name '<trail>'"),
    FOLLOW_SESSION,
  ],
  references: ['https://attack.mitre.org/techniques/T1562/008/'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.CloudTrail.Stopped',
    'Sigma aws_cloudtrail_disable_logging',
    'Elastic defense_evasion_cloudtrail_logging_suspended',
    'Splunk aws_defense_evasion_stop_logging_cloudtrail',
    'Stratus Red Team aws.defense-evasion.cloudtrail-stop',
    'Falco CloudTrail Logging Disabled',
    'StreamAlert cloudtrail_critical_api_calls',
  ],
  risks: ['inadequate-monitoring'],
  examples: {
    fires: [example('a user stops the trail', call('StopLogging', { name: 'main' }))],
    quiet: [
      example('the call is denied', call('StopLogging', { name: 'main' }, { error: 'AccessDenied' })),
      example('the trail is started', call('StartLogging', { name: 'main' })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || isByAws(record)) return undefined

    const target = nameAtEnd(textOf(record, 'name') ?? textOf(record, 'eventDataStore') ?? 'a trail')
    return actMatch(record, {
      of: target,
      title: `Trail ${target} stopped by ${whoIn(record)}`,
      summary: `${ranIn(record)}: it records nothing more.`,
      resources: [target],
    })
  },
})
