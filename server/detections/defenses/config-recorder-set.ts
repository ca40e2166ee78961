import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { step } from '#server/detections/facts/response-steps.ts'

const call = callTo('config')

export const configRecorderSet = defineDetection({
  kind: 'single',
  group: 'defenses',
  id: 'config-recorder-set',
  title: 'Config recorder or its channel set',
  severity: 'info',
  why: 'What the recorder takes and where it writes to is set once and hardly ever changed. Where it changes, somebody may have narrowed it.',
  sources: ['config.amazonaws.com'],
  names: ['PutConfigurationRecorder', 'PutDeliveryChannel'],
  techniques: ['T1562.001'],
  falsePositives: 'Accounts that are set up.',
  response: [step('See what is recorded.', 'aws configservice describe-configuration-recorders')],
  references: ['https://docs.aws.amazon.com/config/latest/developerguide/stop-start-recorder.html'],
  needs: ['trail-events'],
  elsewhere: ['Panther AWS.ConfigService.Created'],
  risks: ['inadequate-monitoring'],
  examples: {
    fires: [
      example('a channel is set', call('PutDeliveryChannel', { deliveryChannel: { name: 'default' } })),
    ],
    quiet: [
      example(
        'the name is wrong',
        call('PutDeliveryChannel', null, { error: 'InvalidDeliveryChannelNameException' }),
      ),
      example('a channel is deleted', call('DeleteDeliveryChannel', { deliveryChannelName: 'default' })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || isByAws(record)) return undefined

    const target =
      textOf(record, 'configurationRecorderName') ?? textOf(record, 'deliveryChannelName') ?? 'default'
    return actMatch(record, {
      of: target,
      title: `Config recorder or its channel set by ${whoIn(record)}: ${target}`,
      summary: `${ranIn(record)}.`,
      resources: [target],
    })
  },
})
