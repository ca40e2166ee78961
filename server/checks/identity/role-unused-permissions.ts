import { z } from 'zod'
import { defineCheck } from '#server/checks/define-check.ts'
import type { RoleAccess, ServiceAccess } from '#server/domain/access/access.ts'
import { listSome } from '#server/domain/access/risks/lower-severity.ts'
import { DAY_MS } from '#server/domain/time.ts'
import { ADMINISTRATOR, judgePermissions, notApplicable, pass, unknown } from './execution-role.ts'
import { REFERENCE } from './role-references.ts'
import { showPolicies } from './role-remedies.ts'

/** Lambda itself uses these for the function, which is not always told as use. */
const BY_LAMBDA = new Set(['logs', 'xray', 'lambda-insights'])
const SENSITIVE = new Set([
  'iam',
  'kms',
  's3',
  'sts',
  'secretsmanager',
  'ssm',
  'dynamodb',
  'ec2',
  'organizations',
  'cloudtrail',
  'lambda',
  'rds',
  'cloudformation',
])

function unusedSince({ permissions }: RoleAccess, since: number): ServiceAccess[] {
  return permissions.services.filter(
    ({ service, use, lastUsedAt }) =>
      !BY_LAMBDA.has(service) &&
      (use === 'not used' || (lastUsedAt !== null && Date.parse(lastUsedAt) < since)),
  )
}

export const roleUnusedPermissions = defineCheck({
  id: 'role-unused-permissions',
  title: 'Role has rights in services that it never uses',
  group: 'identity',
  kind: 'role',
  severity: 'low',
  severityNote: 'Medium where a sensitive service is among them.',
  why: 'What is granted and not used helps an intruder alone. IAM tells for each service when the role last used it.',
  references: [REFERENCE.lastAccessed, REFERENCE.leastPrivilege],
  needs: ['roles', 'last-accessed'],
  elsewhere: ['Access Analyzer UnusedPermission', 'Repokid'],
  risks: ['over-privileged-roles'],
  parameters: z.object({
    days: z.number().int().min(1).max(400).default(90).describe('Days without use; IAM keeps 400'),
  }),
  evaluate: (record, around, { days }) =>
    judgePermissions(record, around, ({ access }) => {
      if (access.permissions.admin) return ADMINISTRATOR
      const since = around.now - days * DAY_MS
      if (record.createdAt.state === 'known' && Date.parse(record.createdAt.value) >= since)
        return notApplicable(`It was made less than ${days} days ago.`)
      const found = unusedSince(access, since)
      const untold = access.permissions.services.filter(
        ({ service, use }) => use === 'unknown' && !BY_LAMBDA.has(service),
      )
      if (found.length === 0)
        return untold.length > 0
          ? unknown(
              `When it last used ${listSome(
                untold.map(({ service }) => service),
                3,
              )} is not known: last accessed details were not read.`,
            )
          : pass('Services', `all used within ${days} days`)
      const names = found.map(({ service }) => service)
      const sensitive = names.some((name) => SENSITIVE.has(name))
      return {
        state: 'fail',
        severity: sensitive ? 'medium' : 'low',
        summary: `It has not used ${listSome(names)} for ${days} days or ever, though it may.`,
        evidence: found.slice(0, 10).map(({ serviceName, lastUsedAt, levels }) => ({
          label: serviceName,
          value: `${lastUsedAt === null ? 'never used' : `last used ${lastUsedAt}`}; ${levels.map(({ level, actions }) => `${level}: ${actions.length}`).join(', ')}`,
        })),
      }
    }),
  remediate: (record) =>
    showPolicies(
      record,
      'Take the statements for these services out. What runs once a year may need them: ask before.',
    ),
})
