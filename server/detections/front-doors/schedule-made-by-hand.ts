import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByPerson } from '#server/detections/facts/by-person.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { field, requestOf, textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { isFunctionArn, parseFunctionRef } from '#server/domain/arn.ts'
import { asText } from '#server/domain/json.ts'

const schedule = (more: object = {}) =>
  callTo('scheduler')(
    'CreateSchedule',
    {
      name: 'nightly',
      scheduleExpression: 'rate(1 hour)',
      target: { arn: 'arn:aws:lambda:eu-west-1:111122223333:function:orders-api' },
    },
    more,
  )

export const scheduleMadeByHand = defineDetection({
  kind: 'single',
  group: 'front-doors',
  id: 'schedule-made-by-hand',
  title: 'Schedule made by a person',
  severity: 'low',
  why: 'Something runs again and again from now on that no template knows of. That is how an intruder comes back after the key is gone.',
  sources: ['events.amazonaws.com', 'scheduler.amazonaws.com'],
  names: ['CreateSchedule', 'PutRule', 'UpdateSchedule'],
  techniques: ['T1053', 'T1546'],
  falsePositives: 'Schedules that are set up in the console.',
  response: [
    ASK_ACTOR,
    step('See what it starts.', "aws scheduler get-schedule --name '<schedule>'"),
    step('Of a rule of EventBridge, see its targets.', "aws events list-targets-by-rule --rule '<rule>'"),
  ],
  references: ['https://attack.mitre.org/techniques/T1053/'],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['ungoverned-assets', 'out-of-band-deployment'],
  examples: {
    fires: [
      example('with the scheduler', schedule()),
      example(
        'with a rule',
        callTo('events')('PutRule', { name: 'nightly', scheduleExpression: 'rate(1 day)' }),
      ),
    ],
    quiet: [
      example('the pipeline makes it', schedule({ by: 'pipeline' })),
      example(
        'a rule for events, without a schedule',
        callTo('events')('PutRule', { name: 'x', eventPattern: '{}' }),
      ),
      example('it is denied', schedule({ error: 'AccessDenied' })),
    ],
  },
  evaluate: (record) => {
    const when = textOf(record, 'scheduleExpression')
    if (!happened(record) || when === undefined || !isByPerson(record)) return undefined
    const name = brief(textOf(record, 'name') ?? 'a schedule', 140)
    const target = asText(field(field(requestOf(record), 'target'), 'arn'))
    const started = isFunctionArn(target) ? parseFunctionRef(target) : undefined
    return actMatch(record, {
      of: name,
      title: `Schedule ${name} made by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${name} runs at ${brief(when, 100)}${target ? ` and starts ${brief(target, 300)}` : ''}.`,
      resources: target === undefined ? [name] : [name, target],
      ...(started ? { functionName: started.name, region: started.region } : {}),
    })
  },
})
