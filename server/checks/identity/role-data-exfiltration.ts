import { defineCheck } from '#server/checks/define-check.ts'
import type { RoleAccess } from '#server/domain/access/access.ts'
import { isOfExecutionPolicy } from './execution-policies.ts'
import { ADMINISTRATOR, judgePermissions } from './execution-role.ts'
import { risksOf, riskVerdict } from './risk-verdict.ts'
import { REFERENCE } from './role-references.ts'
import { showPolicies } from './role-remedies.ts'

/** Secrets have a check of their own. */
const OF_SECRETS = /^(?:secretsmanager|ssm):/

const hasAllOfKms = ({ permissions }: RoleAccess) =>
  permissions.services.some(({ service, everyAction }) => service === 'kms' && everyAction)

/** So have keys, where the role has every right on them. */
function found(access: RoleAccess) {
  const elsewhere = hasAllOfKms(access) ? /^(?:secretsmanager|ssm|kms):/ : OF_SECRETS
  return risksOf(access, 'data-exfiltration').filter(
    (risk) => !risk.actions.every((action) => elsewhere.test(action)) && !isOfExecutionPolicy(risk),
  )
}

export const roleDataExfiltration = defineCheck({
  id: 'role-data-exfiltration',
  title: 'Role can read data of a whole service',
  group: 'identity',
  kind: 'role',
  severity: 'high',
  severityNote:
    'By service; lower where a pattern or a condition limits it. Reading what is named is no finding.',
  why: 'Code that is taken over can carry out every bucket, table or snapshot that the role reads, not only those of the function.',
  references: [REFERENCE.resource, REFERENCE.leastPrivilege],
  needs: ['roles'],
  elsewhere: ['Checkov CKV_AWS_288', 'Checkov CKV_AWS_108', 'Cloudsplaining DataExfiltration'],
  risks: ['over-privileged-roles'],
  evaluate: (record, around) =>
    judgePermissions(record, around, ({ access }) =>
      access.permissions.admin
        ? ADMINISTRATOR
        : riskVerdict(
            found(access),
            (names) => `It can read data of ${names} that it need not know of.`,
            'reads of data are limited to resources that are named',
          ),
    ),
  remediate: (record) =>
    showPolicies(
      record,
      'Name the buckets, tables and streams that its functions read in place of the wildcard.',
    ),
})
