import { defineCheck } from '#server/checks/define-check.ts'
import type { AccessRisk, RoleAccess } from '#server/domain/access/access.ts'
import { ADMINISTRATOR, judgePermissions } from './execution-role.ts'
import { risksOf, riskVerdict } from './risk-verdict.ts'
import { REFERENCE } from './role-references.ts'
import { denyActions } from './role-remedies.ts'
import { isOfWholeServices } from './whole-service.ts'

const MAX_DENIED = 20
const isOfIam = ({ actions }: AccessRisk) => actions.every((action) => action.startsWith('iam:'))

/** IAM is left out where a way to more rights is found: that check speaks of it. */
function found(access: RoleAccess): AccessRisk[] {
  const escalates = risksOf(access, 'privilege-escalation').length > 0
  return risksOf(access, 'permissions-management').filter(
    (risk) => !(escalates && isOfIam(risk)) && !isOfWholeServices(risk, access),
  )
}

export const rolePermissionsManagement = defineCheck({
  id: 'role-permissions-management',
  title: 'Role can change who may use resources',
  group: 'identity',
  kind: 'role',
  severity: 'medium',
  severityNote: 'High for IAM and Organizations; lower on resources that are named or under conditions.',
  why: 'Code that is taken over can open buckets, keys, queues or functions to other accounts, and they stay open afterwards.',
  references: [REFERENCE.leastPrivilege, REFERENCE.actions],
  needs: ['roles'],
  elsewhere: ['Checkov CKV_AWS_289', 'Checkov CKV_AWS_109', 'Cloudsplaining ResourceExposure'],
  risks: ['over-privileged-roles'],
  evaluate: (record, around) =>
    judgePermissions(record, around, ({ access }) =>
      access.permissions.admin
        ? ADMINISTRATOR
        : riskVerdict(
            found(access),
            (names) => `It can change who may use resources of ${names}.`,
            'changes of permissions are not allowed, or role-service-wildcard tells of them',
          ),
    ),
  remediate: (record, _, around) => {
    const access = around.access(record.arn)
    const actions = access.state === 'known' ? found(access.value).flatMap((risk) => risk.actions) : []
    return denyActions(
      record,
      'deny-permissions-management',
      [...new Set(actions)].slice(0, MAX_DENIED),
      `Leave changes of permissions to deployment: narrow the statement, or take them back at once by this Deny${actions.length > MAX_DENIED ? `, which has the first ${MAX_DENIED} of ${actions.length} actions` : ''}. Functions that need one fail from then on.`,
    )
  },
})
