import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { otherUser } from '#server/detections/facts/iam-target.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { IAM, iam } from './iam-source.ts'

const create = (userName: string, more = {}) => iam('CreateAccessKey', { userName }, more)

export const accessKeyCreatedForOtherUser = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'access-key-created-for-other-user',
  title: 'Access key created for another user',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: "Whoever made the key can act as that user, with all their rights, for as long as the key lives. In the log it will be the other user's name.",
  sources: IAM,
  names: ['CreateAccessKey'],
  techniques: ['T1098.001', 'T1078.004'],
  falsePositives: 'Administrators who make keys for the users of services.',
  response: [
    ASK_ACTOR,
    FOLLOW_SESSION,
    step(
      'To switch the key off, name it.',
      "aws iam update-access-key --user-name '<user>' --access-key-id '<key>' --status Inactive",
    ),
  ],
  references: ['https://attack.mitre.org/techniques/T1098/001/'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.IAM.Backdoor.User.Keys',
    'Sigma aws_iam_backdoor_users_keys',
    'Elastic persistence_iam_user_created_access_keys_for_another_user',
    'Chronicle aws_privilege_escalation_using_iam_access_key',
    'Splunk aws_createaccesskey',
    'Stratus Red Team aws.persistence.iam-backdoor-user',
  ],
  risks: ['leaked-credentials', 'over-privileged-roles'],
  examples: {
    fires: [
      example('a user makes one for another', create('backup')),
      example('a role makes one', create('backup', { by: 'role' })),
    ],
    quiet: [
      example('a user makes their own', create('alice')),
      example('a user names nobody, which means themselves', iam('CreateAccessKey')),
      example('it is denied', create('backup', { error: 'AccessDenied' })),
    ],
  },
  evaluate: (record) => {
    const user = happened(record) ? otherUser(record) : undefined
    if (user === undefined) return undefined
    return actMatch(record, {
      of: user,
      title: `Access key of ${user} created by ${whoIn(record)}`,
      summary: `${ranIn(record)}: there is a new key with the rights of ${user}.`,
      resources: [user],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
