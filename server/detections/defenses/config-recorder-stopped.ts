import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'

const call = callTo('config')

export const configRecorderStopped = defineDetection({
  kind: 'single',
  group: 'defenses',
  id: 'config-recorder-stopped',
  title: 'Config recorder stopped',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'AWS Config writes down how every resource changes. Without it nobody can say afterwards what was different, and rules no longer look.',
  sources: ['config.amazonaws.com'],
  names: ['StopConfigurationRecorder', 'DeleteConfigurationRecorder', 'DeleteDeliveryChannel'],
  techniques: ['T1562.001'],
  falsePositives: 'Regions that are given up.',
  response: [
    ASK_ACTOR,
    step(
      'Start the recorder again.',
      'aws configservice start-configuration-recorder --configuration-recorder-name default',
    ),
  ],
  references: ['https://docs.aws.amazon.com/config/latest/developerguide/stop-start-recorder.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.ConfigService.DisabledDeleted',
    'Sigma aws_config_disable_recording',
    'Elastic defense_evasion_configuration_recorder_stopped',
    'Tailpipe config_configuration_recorder_stopped',
    'StreamAlert cloudtrail_critical_api_calls',
  ],
  risks: ['inadequate-monitoring'],
  examples: {
    fires: [
      example(
        'the recorder is stopped',
        call('StopConfigurationRecorder', { configurationRecorderName: 'default' }),
      ),
    ],
    quiet: [
      example('the call is denied', call('StopConfigurationRecorder', null, { error: 'AccessDenied' })),
      example(
        'the recorder is started',
        call('StartConfigurationRecorder', { configurationRecorderName: 'default' }),
      ),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || isByAws(record)) return undefined

    const target =
      textOf(record, 'configurationRecorderName') ?? textOf(record, 'deliveryChannelName') ?? 'default'
    return actMatch(record, {
      of: target,
      title: `Config recorder ${target} stopped by ${whoIn(record)}`,
      summary: `${ranIn(record)}.`,
      resources: [target],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
