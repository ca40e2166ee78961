import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { IAM, iam } from './iam-source.ts'

const USER = { userName: 'backup' }

export const userCreated = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'user-created',
  title: 'User created',
  severity: 'low',
  severityNote: 'Info where a pipeline or infrastructure as code did it.',
  why: 'A user is somebody who can come back, with a password or a key of their own. Where people sign in by single sign-on, new users are rare.',
  sources: IAM,
  names: ['CreateUser'],
  techniques: ['T1136.003'],
  falsePositives: 'New colleagues and new services.',
  response: [
    ASK_ACTOR,
    step('See what the user may do.', "aws iam list-attached-user-policies --user-name '<user>'"),
  ],
  references: ['https://attack.mitre.org/techniques/T1136/003/'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.IAM.CreateUser',
    'Falco Create AWS user',
    'Tailpipe iam_user_created',
    'Leonidas persistence/add-iam-user',
  ],
  risks: ['ungoverned-assets', 'over-privileged-roles'],
  examples: {
    fires: [
      example('a person makes a user', iam('CreateUser', USER)),
      example('a stack makes a user', iam('CreateUser', USER, { by: 'pipeline' })),
    ],
    quiet: [
      example(
        'there is one of that name',
        iam('CreateUser', USER, { error: 'EntityAlreadyExistsException' }),
      ),
      example('a user is looked at', iam('GetUser', USER)),
    ],
  },
  evaluate: (record) => {
    if (!happened(record)) return undefined
    const user = textOf(record, 'userName') ?? 'not recorded'
    return actMatch(record, {
      of: user,
      title: `User ${user} created by ${whoIn(record)}`,
      summary: `${ranIn(record)}: there is a new user ${user}.`,
      resources: [user],
      ...loweredForAutomation(record, 'info'),
    })
  },
})
