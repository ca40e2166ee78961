import { z } from 'zod'
import { defineCheck } from '#server/checks/define-check.ts'
import type { AccessRisk, RoleAccess } from '#server/domain/access/access.ts'
import { breadthOf } from '#server/domain/access/risks/holdings.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { ADMINISTRATOR, judgePermissions } from './execution-role.ts'
import { fullAccessPolicies } from './full-access-policies.ts'
import { grantsOf, risksOf, riskVerdict } from './risk-verdict.ts'
import { REFERENCE } from './role-references.ts'
import { showPolicies } from './role-remedies.ts'

/** Services whose wildcards have checks of their own. */
const OWN_CHECK = new Set(['iam', 'kms', 'cloudtrail'])

const servicesOf = ({ actions }: AccessRisk) => actions.map((action) => action.split(':')[0] ?? '')
const isOfNotAction = ({ quote }: { quote: string }) => quote.includes('"NotAction"')

/** Wildcards that are written as such, of services that nobody allowed and no other check speaks of. */
function wildcards(record: RoleRecord, access: RoleAccess, allowed: ReadonlySet<string>): AccessRisk[] {
  const managed = new Set(fullAccessPolicies(record))
  return risksOf(access, 'service-wildcard').filter((risk) => {
    const isWide = breadthOf(risk.resources) === 'all'
    const services = servicesOf(risk).filter((one) => !allowed.has(one) && !(isWide && OWN_CHECK.has(one)))
    const written = grantsOf(risk).filter((one) => !isOfNotAction(one) && !managed.has(one.policyArn ?? ''))
    return services.length > 0 && written.length > 0
  })
}

export const roleServiceWildcard = defineCheck({
  id: 'role-service-wildcard',
  title: 'Role may use every action of a service',
  group: 'identity',
  kind: 'role',
  severity: 'high',
  severityNote:
    'Medium for services without sensitive data or rights; lower on some resources or under conditions.',
  why: 'A wildcard gives what the function never needs, deletion and changes of permissions included, and every action that AWS adds.',
  references: [REFERENCE.action, REFERENCE.leastPrivilege],
  needs: ['roles'],
  elsewhere: [
    'Security Hub IAM.21',
    'AWS Config iam-policy-no-statements-with-full-access',
    'Checkov CKV_AWS_63',
    'Checkov CKV_AWS_49',
    'serverless-rules WS1003',
    'cdk-nag StarPermissions',
    'puresec wildcard_action',
    'LambdaGuard PolicyStatement',
  ],
  risks: ['over-privileged-roles'],
  parameters: z.object({
    allowedServices: z
      .array(z.string())
      .default([])
      .describe('Service prefixes, such as sqs, whose wildcards are accepted'),
  }),
  evaluate: (record, around, { allowedServices }) =>
    judgePermissions(record, around, ({ access }) =>
      access.permissions.admin
        ? ADMINISTRATOR
        : riskVerdict(
            wildcards(record, access, new Set(allowedServices.map((one) => one.toLowerCase()))),
            (names) => `A wildcard gives it every action of ${names.replaceAll('Every action of ', '')}.`,
            'no wildcard that gives a whole service',
          ),
    ),
  remediate: (record) =>
    showPolicies(record, 'Name the actions that its functions use in place of the wildcard.'),
})
