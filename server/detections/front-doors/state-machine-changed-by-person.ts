import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByPerson } from '#server/detections/facts/by-person.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'

const states = callTo('states')
const MACHINE = { stateMachineArn: 'arn:aws:states:eu-west-1:111122223333:stateMachine:orders' }

export const stateMachineChangedByPerson = defineDetection({
  kind: 'single',
  group: 'front-doors',
  id: 'state-machine-changed-by-person',
  title: 'State machine changed by a person',
  severity: 'low',
  severityNote: 'Medium where its role was changed.',
  why: 'A state machine decides which functions run and with what. It can also call most of AWS by itself, with the rights of its role.',
  sources: ['states.amazonaws.com'],
  names: ['CreateStateMachine', 'UpdateStateMachine', 'UpdateStateMachineAlias'],
  techniques: ['T1648', 'T1565'],
  falsePositives: 'Engineers who draw workflows in the console.',
  response: [
    ASK_ACTOR,
    step(
      'See what it does now.',
      "aws stepfunctions describe-state-machine --state-machine-arn '<state-machine-arn>'",
    ),
  ],
  references: ['https://docs.aws.amazon.com/step-functions/latest/apireference/API_UpdateStateMachine.html'],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['execution-flow-manipulation', 'out-of-band-deployment'],
  examples: {
    fires: [
      example(
        'a person changes the definition',
        states('UpdateStateMachine', { ...MACHINE, definition: '{}' }),
      ),
      example(
        'a person gives it another role',
        states('UpdateStateMachine', { ...MACHINE, roleArn: 'arn:aws:iam::111122223333:role/admin' }),
      ),
    ],
    quiet: [
      example('the pipeline does', states('UpdateStateMachine', MACHINE, { by: 'pipeline' })),
      example('it is denied', states('UpdateStateMachine', MACHINE, { error: 'AccessDeniedException' })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || !isByPerson(record)) return undefined
    const arn = textOf(record, 'stateMachineArn') ?? textOf(record, 'stateMachineAliasArn')
    const machine = brief(arn ?? textOf(record, 'name') ?? 'a state machine', 300)
    const role = record.eventName === 'UpdateStateMachine' ? textOf(record, 'roleArn') : undefined
    return actMatch(record, {
      of: machine,
      title: `State machine ${machine.split(':').at(-1)} changed by ${whoIn(record)}`,
      summary: `${ranIn(record)}, outside the deployment pipeline${role ? `: it has the role ${brief(role, 300)} now` : ''}.`,
      resources: role === undefined ? [machine] : [machine, role],
      ...(role === undefined ? {} : { severity: 'medium', severityNote: 'It was given a role.' }),
    })
  },
})
