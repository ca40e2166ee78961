import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { field, itemsOf, requestOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { asTexts } from '#server/domain/json.ts'

const call = callTo('monitoring')

export const alarmsRemoved = defineDetection({
  kind: 'single',
  group: 'defenses',
  id: 'alarms-removed',
  title: 'Alarms deleted or muted',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'An alarm that is gone or rings nowhere leaves the faults and the costs of a function unseen. Intruders do it before they make noise.',
  sources: ['monitoring.amazonaws.com'],
  names: ['DeleteAlarms', 'DisableAlarmActions'],
  techniques: ['T1562.001', 'T1562.008'],
  falsePositives: 'Alarms of functions that are taken down by hand.',
  response: [
    ASK_ACTOR,
    step(
      'See which alarms ring nowhere.',
      "aws cloudwatch describe-alarms --query 'MetricAlarms[?ActionsEnabled==`false`].AlarmName'",
    ),
  ],
  references: ['https://attack.mitre.org/techniques/T1562/001/'],
  needs: ['trail-events'],
  elsewhere: ['Elastic defense_evasion_cloudwatch_alarm_deletion'],
  risks: ['inadequate-monitoring'],
  examples: {
    fires: [example('a user mutes an alarm', call('DisableAlarmActions', { alarmNames: ['orders-errors'] }))],
    quiet: [
      example(
        'the call is denied',
        call('DeleteAlarms', { alarmNames: ['orders-errors'] }, { error: 'AccessDenied' }),
      ),
      example('an alarm is made', call('PutMetricAlarm', { alarmName: 'orders-errors' })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || isByAws(record)) return undefined

    const target = brief(asTexts(itemsOf(field(requestOf(record), 'alarmNames'))).join(', ') || 'alarms', 200)
    return actMatch(record, {
      of: target,
      title: `Alarms ${record.eventName === 'DeleteAlarms' ? 'deleted' : 'muted'} by ${whoIn(record)}: ${target}`,
      summary: `${ranIn(record)}.`,
      resources: [target],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
