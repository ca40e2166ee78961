import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { otherUser } from '#server/detections/facts/iam-target.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { IAM, iam } from './iam-source.ts'

const create = (userName: string, more = {}) =>
  iam('CreateLoginProfile', { userName, passwordResetRequired: false }, more)

export const loginProfileSetForOtherUser = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'login-profile-set-for-other-user',
  title: 'Console password set for another user',
  severity: 'high',
  severityNote: 'Medium where a pipeline or infrastructure as code did it.',
  why: 'Whoever set the password can sign in as that user. Users of services have no password, so one for them is a sign of an intruder who wants the console.',
  sources: IAM,
  names: ['CreateLoginProfile', 'UpdateLoginProfile'],
  techniques: ['T1098', 'T1078.004'],
  falsePositives: 'Administrators who set up a colleague or reset a forgotten password.',
  response: [
    ASK_ACTOR,
    FOLLOW_SESSION,
    step('To take the password away, delete it.', "aws iam delete-login-profile --user-name '<user>'"),
  ],
  references: ['https://attack.mitre.org/techniques/T1098/'],
  needs: ['trail-events'],
  elsewhere: [
    'Sigma aws_update_login_profile',
    'Splunk aws_createloginprofile',
    'Splunk aws_updateloginprofile',
    'Elastic persistence_iam_login_profile_created_or_modified',
    'Chronicle aws_privilege_escalation_using_iam_login_profile',
    'Panther AWS.CloudTrail.LoginProfileCreatedOrModified',
    'Panther AWS.User.Login.Profile.Modified',
    'Stratus Red Team aws.persistence.iam-create-user-login-profile',
    'Stratus Red Team aws.privilege-escalation.iam-update-user-login-profile',
  ],
  risks: ['broken-authentication', 'leaked-credentials'],
  examples: {
    fires: [
      example('a password for another user', create('backup')),
      example('a new password for another user', iam('UpdateLoginProfile', { userName: 'backup' })),
    ],
    quiet: [
      example('their own', iam('UpdateLoginProfile', { userName: 'alice' })),
      example('there is one already', create('backup', { error: 'EntityAlreadyExistsException' })),
    ],
  },
  evaluate: (record) => {
    const user = happened(record) ? otherUser(record) : undefined
    if (user === undefined) return undefined
    return actMatch(record, {
      of: user,
      title: `Console password of ${user} set by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${user} can sign in to the console with a password that ${whoIn(record)} chose.`,
      resources: [user],
      ...loweredForAutomation(record, 'medium'),
    })
  },
})
