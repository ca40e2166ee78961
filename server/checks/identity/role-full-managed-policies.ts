import { defineCheck } from '#server/checks/define-check.ts'
import type { RoleAccess } from '#server/domain/access/access.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { ADMINISTRATOR, judgePermissions, pass } from './execution-role.ts'
import { fullAccessPolicies } from './full-access-policies.ts'
import { quoteOf } from './risk-verdict.ts'
import { REFERENCE } from './role-references.ts'
import { detachPolicies } from './role-remedies.ts'

/** Policies that checks of their own speak of. */
const OWN_CHECK = /\/(?:IAMFullAccess|AWSCloudTrail_?FullAccess)$/
const SENSITIVE =
  /\/(?:AmazonS3|AmazonDynamoDB|AmazonEC2|AWSLambda|AmazonRDS|AmazonSSM|AWSCloudFormation|AmazonECS|AmazonEventBridge|CloudWatchLogs|AWSCodeBuild|AmazonCognito|AWSStepFunctions|AmazonVPC)\w*$|\/AWSLambda_FullAccess$/

function inForce(record: RoleRecord, { permissions }: RoleAccess): string[] {
  const used = new Set(permissions.statements.map(({ policyArn }) => policyArn))
  return fullAccessPolicies(record).filter((arn) => !OWN_CHECK.test(arn) && used.has(arn))
}

const nameOf = (arn: string) => arn.split('/').at(-1) ?? arn

export const roleFullManagedPolicies = defineCheck({
  id: 'role-full-managed-policies',
  title: 'Role has FullAccess policies of AWS',
  group: 'identity',
  kind: 'role',
  severity: 'medium',
  severityNote: 'Low where none of them is about data, compute or permissions.',
  why: 'A FullAccess policy is written for people who run a service, not for code that uses a part of it. It grows with each action that AWS adds.',
  references: [REFERENCE.managed, REFERENCE.executionRole],
  needs: ['roles'],
  elsewhere: ['Cloud Custodian has-specific-managed-policy', 'LambdaGuard PolicyStatement'],
  risks: ['over-privileged-roles'],
  evaluate: (record, around) =>
    judgePermissions(record, around, ({ access }) => {
      if (access.permissions.admin) return ADMINISTRATOR
      const found = inForce(record, access)
      if (found.length === 0) return pass('Attached policies', 'no FullAccess policy of AWS in force')
      const statements = access.permissions.statements.filter(({ policyArn }) =>
        found.includes(policyArn ?? ''),
      )
      return {
        state: 'fail',
        severity: found.some((arn) => SENSITIVE.test(arn)) ? 'medium' : 'low',
        summary: `${found.map(nameOf).join(', ')} ${found.length > 1 ? 'are' : 'is'} attached to it.`,
        evidence: [
          ...found.map((arn) => ({ label: 'Attached policy', value: arn })),
          ...statements.slice(0, 3).map(quoteOf),
        ],
      }
    }),
  remediate: (record, _, around) => {
    const access = around.access(record.arn)
    const found = access.state === 'known' ? inForce(record, access.value) : []
    return detachPolicies(
      record,
      found,
      'Give the role the actions that its functions use on the resources that they use, then detach these policies: what is left out is lost at once.',
    )
  },
})
