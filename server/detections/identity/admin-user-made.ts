import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, whoIn } from '#server/detections/facts/act-match.ts'
import { madeAdmin } from '#server/detections/facts/admin-rights.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { HOUR_MS } from '#server/domain/time.ts'
import { IAM, iam } from './iam-source.ts'

const USER = { userName: 'backup' }
const ADMIN = { ...USER, policyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }

export const adminUserMade = defineDetection({
  kind: 'sequence',
  group: 'identity',
  id: 'admin-user-made',
  title: 'New user made administrator',
  severity: 'critical',
  why: 'Within an hour a user was made and given the rights to do everything. That is what an intruder does first who wants to stay.',
  sources: IAM,
  names: ['AttachUserPolicy', 'CreateUser', 'PutUserPolicy'],
  techniques: ['T1136.003', 'T1098.003'],
  falsePositives: 'The first administrator of a new account.',
  response: [
    ASK_ACTOR,
    step(
      'Take the rights away at once if nobody stands up for it.',
      "aws iam detach-user-policy --user-name '<user>' --policy-arn '<policy-arn>'",
    ),
    step('See the keys of the user.', "aws iam list-access-keys --user-name '<user>'"),
    FOLLOW_SESSION,
  ],
  references: ['https://attack.mitre.org/techniques/T1136/003/'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.Administrative.IAM.User.Created.Group',
    'Stratus Red Team aws.persistence.iam-create-admin-user',
  ],
  risks: ['over-privileged-roles', 'leaked-credentials'],
  windowMs: HOUR_MS,
  steps: [
    {
      title: 'a user is made',
      select: (record) =>
        record.eventName === 'CreateUser' && happened(record) ? textOf(record, 'userName') : undefined,
    },
    {
      title: 'the user gets administrator rights',
      select: (record) => madeAdmin(record)?.replace(/^user /, ''),
    },
  ],
  examples: {
    fires: [
      example(
        'made, given everything, and a key',
        iam('CreateUser', USER),
        iam('AttachUserPolicy', ADMIN, { minute: 1 }),
        iam('CreateAccessKey', USER, { minute: 2 }),
      ),
    ],
    quiet: [
      example(
        'rights to read',
        iam('CreateUser', USER),
        iam(
          'AttachUserPolicy',
          { ...USER, policyArn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
          { minute: 1 },
        ),
      ),
      example('a user who is there already', iam('AttachUserPolicy', ADMIN)),
      example('a day later', iam('CreateUser', USER), iam('AttachUserPolicy', ADMIN, { minute: 24 * 60 })),
    ],
  },
  describe: (record) => {
    const user = textOf(record, 'userName') ?? 'a user'
    return actMatch(record, {
      of: user,
      key: user,
      title: `New user ${user} made administrator`,
      summary: `Within an hour ${user} was made and given administrator rights; the last step was ${record.eventName} by ${whoIn(record)}.`,
      resources: [user],
    })
  },
})
