import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByPerson } from '#server/detections/facts/by-person.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { IAM, iam } from './iam-source.ts'

const add = (groupName: string, more = {}) => iam('AddUserToGroup', { userName: 'alice', groupName }, more)

export const userAddedToGroup = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'user-added-to-group',
  title: 'User added to a group',
  severity: 'low',
  severityNote:
    'Medium where a person did it and the group is called like one of administrators; info where a pipeline did it.',
  why: 'The user has the rights of the group now, and no policy was touched. Whoever may add to groups may add themselves.',
  sources: IAM,
  names: ['AddUserToGroup'],
  techniques: ['T1098'],
  falsePositives: 'Colleagues who change teams.',
  response: [
    ASK_ACTOR,
    step(
      'To take the rights away, remove the user from the group.',
      "aws iam remove-user-from-group --user-name '<user>' --group-name '<group>'",
    ),
  ],
  references: ['https://attack.mitre.org/techniques/T1098/'],
  needs: ['trail-events'],
  elsewhere: [
    'Elastic credential_access_iam_user_addition_to_group',
    'Leonidas privilege_escalation/add-iam-user-to-group',
  ],
  risks: ['over-privileged-roles'],
  examples: {
    fires: [
      example('a user of a team', add('developers')),
      example('a user of administrators', add('Admins')),
    ],
    quiet: [
      example('it is denied', add('Admins', { error: 'AccessDenied' })),
      example('a user is removed', iam('RemoveUserFromGroup', { userName: 'alice', groupName: 'Admins' })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record)) return undefined
    const user = textOf(record, 'userName') ?? 'a user'
    const group = textOf(record, 'groupName') ?? 'a group'
    const isOfAdmins = /admin|root|superuser|poweruser|break-?glass/i.test(group)
    return actMatch(record, {
      of: `${user} ${group}`,
      title: `${user} added to the group ${group} by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${user} has the rights of ${group} now.`,
      resources: [user, group],
      ...(isOfAdmins && isByPerson(record)
        ? { severity: 'medium', severityNote: 'By its name, it is a group of administrators.' }
        : loweredForAutomation(record, 'info')),
    })
  },
})
