import { defineDetection } from '#server/detections/define-detection.ts'
import { example, within } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByPerson } from '#server/detections/facts/by-person.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { policyTarget, principalTarget } from '#server/detections/facts/iam-target.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { roleUse } from '#server/detections/facts/role-use.ts'
import { IAM, iam } from './iam-source.ts'

export const identityDeleted = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'identity-deleted',
  title: 'User, role, group or policy deleted',
  severity: 'low',
  severityNote:
    'Medium where a person deleted the role of functions; info where a pipeline or infrastructure as code did it.',
  why: 'What used it stops working: functions whose role is gone fail at once. Intruders also remove what they made, so that nobody finds it.',
  sources: IAM,
  names: ['DeleteGroup', 'DeletePolicy', 'DeleteRole', 'DeleteUser'],
  techniques: ['T1531', 'T1070'],
  falsePositives: 'Clearing up.',
  response: [
    ASK_ACTOR,
    step('See on the Events page when it was made, and what it did since.'),
    step('If functions used the role, put it back from its template.'),
  ],
  references: ['https://attack.mitre.org/techniques/T1531/'],
  needs: ['trail-events'],
  elsewhere: [
    'Elastic impact_iam_group_deletion',
    'Elastic defense_evasion_iam_managed_policy_deleted_unusual_identity',
    'Splunk aws_iam_delete_policy',
    'Splunk aws_iam_successful_group_deletion',
    'Leonidas impact/delete-iam-role',
    'Leonidas impact/delete-iam-user',
  ],
  risks: ['denial-of-service'],
  examples: {
    fires: [
      within(
        { functionsOfRole: () => [{ name: 'orders-api', region: 'eu-west-1', runtime: null }] },
        example('a function runs with the role', iam('DeleteRole', { roleName: 'orders-api-role' })),
      ),
      example('a person deletes a role', iam('DeleteRole', { roleName: 'orders-api-role' })),
      example(
        'a person deletes a policy',
        iam('DeletePolicy', { policyArn: 'arn:aws:iam::111122223333:policy/orders' }),
      ),
    ],
    quiet: [
      example(
        'it is still in use',
        iam('DeleteRole', { roleName: 'orders-api-role' }, { error: 'DeleteConflictException' }),
      ),
      example('a group is listed', iam('GetGroup', { groupName: 'developers' })),
    ],
  },
  evaluate: (record, context) => {
    if (!happened(record)) return undefined
    const target = record.eventName === 'DeletePolicy' ? policyTarget(record) : principalTarget(record)
    const { functions, place, evidence } = roleUse(record, context)
    return actMatch(record, {
      of: target,
      title: `${target[0]?.toUpperCase()}${target.slice(1)} deleted by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${target} is gone.`,
      resources: [target],
      evidence,
      ...place,
      ...(functions.length > 0 && isByPerson(record)
        ? { severity: 'medium', severityNote: 'Functions run with this role, and fail without it.' }
        : loweredForAutomation(record, 'info')),
    })
  },
})
