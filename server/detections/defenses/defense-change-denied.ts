import { z } from 'zod'
import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, whoIn } from '#server/detections/facts/act-match.ts'
import { callerOf } from '#server/detections/facts/caller.ts'
import { isDenied } from '#server/detections/facts/denied.ts'
import { ASK_ACTOR, FOLLOW_SESSION } from '#server/detections/facts/response-steps.ts'

const parameters = z.object({
  calls: z.number().int().min(1).max(20).default(2).describe('Different calls that were denied'),
  minutes: z.number().int().min(1).max(1440).default(60).describe('Minutes in which they are made'),
})

const call = (source: string, name: string, minute?: number) =>
  callTo(source)(name, null, { error: 'AccessDenied', ...(minute === undefined ? {} : { minute }) })

export const defenseChangeDenied = defineDetection({
  kind: 'threshold',
  group: 'defenses',
  id: 'defense-change-denied',
  title: 'Defences tried to be switched off',
  severity: 'medium',
  why: 'Who may not stop a trail and tries it has no task that needs it. The defences still stand, but somebody looks for the one that does not.',
  sources: [
    'cloudtrail.amazonaws.com',
    'guardduty.amazonaws.com',
    'config.amazonaws.com',
    'securityhub.amazonaws.com',
    'logs.amazonaws.com',
  ],
  names: [
    'StopLogging',
    'DeleteTrail',
    'UpdateTrail',
    'PutEventSelectors',
    'DeleteDetector',
    'UpdateDetector',
    'StopConfigurationRecorder',
    'DeleteConfigurationRecorder',
    'DeleteDeliveryChannel',
    'DisableSecurityHub',
    'DeleteLogGroup',
  ],
  techniques: ['T1562.001', 'T1562.008'],
  falsePositives: 'People with too few rights who take an environment down.',
  response: [ASK_ACTOR, FOLLOW_SESSION],
  references: ['https://attack.mitre.org/techniques/T1562/'],
  needs: ['trail-events'],
  elsewhere: ['Splunk aws_defense_evasion_impair_security_services'],
  risks: ['inadequate-monitoring'],
  parameters,
  examples: {
    fires: [
      example(
        'a user is denied two of them',
        call('cloudtrail', 'StopLogging'),
        call('guardduty', 'DeleteDetector'),
      ),
    ],
    quiet: [
      example(
        'one of them, again and again',
        call('cloudtrail', 'StopLogging'),
        call('cloudtrail', 'StopLogging'),
      ),
      example(
        'long after each other',
        call('cloudtrail', 'StopLogging'),
        call('guardduty', 'DeleteDetector', 300),
      ),
    ],
  },
  select: (record) =>
    isDenied(record) && record.actorArn ? { key: callerOf(record), value: record.eventName } : undefined,
  limit: ({ calls, minutes }) => ({ count: calls, windowMs: minutes * 60_000 }),
  describe: (record, { values }) =>
    actMatch(record, {
      of: 'defences',
      key: callerOf(record),
      title: `Defences tried to be switched off by ${whoIn(record)}`,
      summary: `${whoIn(record)} was denied ${values.join(', ')}.`,
      evidence: [{ label: 'Denied calls', value: values.join(', ') }],
    }),
})
