import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { IAM, iam } from './iam-source.ts'

export const rootLoginProfileCreated = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'root-login-profile-created',
  title: 'Console password made for root',
  severity: 'critical',
  why: 'A session of root made a password for root itself, so it will be able to come back. Temporary credentials of root are hardly ever had in a good way.',
  sources: IAM,
  names: ['CreateLoginProfile'],
  techniques: ['T1098', 'T1078.004'],
  falsePositives: 'The recovery of the root user of a member account from the management account.',
  response: [
    step('Ask those who hold the credentials of root, by another channel.'),
    FOLLOW_SESSION,
    step('Reset the password of root by its mail address, and look at its keys and second factors.'),
  ],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user-privileged-task.html'],
  needs: ['trail-events'],
  elsewhere: ['Elastic persistence_iam_create_login_profile_for_root'],
  risks: ['broken-authentication'],
  examples: {
    fires: [
      example('root names nobody, which means itself', iam('CreateLoginProfile', null, { by: 'root' })),
    ],
    quiet: [
      example('root makes one for a user', iam('CreateLoginProfile', { userName: 'alice' }, { by: 'root' })),
      example('a user', iam('CreateLoginProfile', { userName: 'alice' })),
      example('it is denied', iam('CreateLoginProfile', null, { by: 'root', error: 'AccessDenied' })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || record.actorType !== 'root' || textOf(record, 'userName')) return undefined
    return actMatch(record, {
      of: 'root',
      title: `Console password made for root of ${record.accountId}`,
      summary: `${ranIn(record)} without naming a user: root can sign in with a new password.`,
    })
  },
})
