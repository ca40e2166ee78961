import { defineCheck } from '#server/checks/define-check.ts'
import type { RoleAccess } from '#server/domain/access/access.ts'
import { lowerSeverity } from '#server/domain/access/risks/lower-severity.ts'
import { worstOf } from '#server/domain/access/risks/sum-up-risks.ts'
import { uniqueStatements } from '#server/domain/access/risks/unique-statements.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import type { Severity } from '#server/domain/severity.ts'
import { ADMINISTRATOR, holdingsOf, judgePermissions, pass } from './execution-role.ts'
import { quoteOf } from './risk-verdict.ts'
import { REFERENCE } from './role-references.ts'
import { showPolicies } from './role-remedies.ts'

const ACTIONS: readonly (readonly [action: string, severity: Severity])[] = [
  ['secretsmanager:GetSecretValue', 'high'],
  ['ssm:GetParameter', 'medium'],
  ['ssm:GetParameters', 'medium'],
  ['ssm:GetParametersByPath', 'medium'],
  ['ssm:GetParameterHistory', 'medium'],
]

function onEverything(record: RoleRecord, access: RoleAccess) {
  const holdings = holdingsOf(record, access)
  return ACTIONS.flatMap(([action, severity]) => {
    const holding = holdings.get(action)
    return holding?.breadth === 'all'
      ? [{ ...holding, severity: lowerSeverity(severity, holding.conditional ? 1 : 0) }]
      : []
  })
}

export const roleReadsEverySecret = defineCheck({
  id: 'role-reads-every-secret',
  title: 'Role can read every secret or parameter',
  group: 'identity',
  kind: 'role',
  severity: 'high',
  severityNote: 'Medium for parameters of Systems Manager, or where it holds only under conditions.',
  why: 'One function that is taken over then gives away the passwords and keys of all systems in the account.',
  references: [
    'https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples.html',
    'https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-access.html',
    REFERENCE.leastPrivilege,
  ],
  needs: ['roles'],
  elsewhere: ['Cloudsplaining DataExfiltration', 'Checkov CKV_AWS_288'],
  risks: ['over-privileged-roles', 'insecure-secrets'],
  evaluate: (record, around) =>
    judgePermissions(record, around, ({ access }) => {
      if (access.permissions.admin) return ADMINISTRATOR
      const held = onEverything(record, access)
      if (held.length === 0) return pass('Secrets', 'it reads none, or only those that are named')
      const isSecrets = held.some(({ action }) => action.startsWith('secretsmanager'))
      const isParameters = held.some(({ action }) => action.startsWith('ssm'))
      const what = [isSecrets ? 'secret' : '', isParameters ? 'parameter' : ''].filter((one) => one !== '')
      return {
        state: 'fail',
        severity: worstOf(held.map(({ severity }) => severity)),
        summary: `It can read every ${what.join(' and every ')} of the account by ${held.map(({ action }) => action).join(', ')}.`,
        evidence: uniqueStatements(held.flatMap(({ statements }) => statements))
          .slice(0, 5)
          .map(quoteOf),
      }
    }),
  remediate: (record) =>
    showPolicies(
      record,
      `Name the secrets and parameters that its functions read: arn:aws:secretsmanager:…:secret:name-?????? and arn:aws:ssm:…:parameter/path/*.`,
    ),
})
