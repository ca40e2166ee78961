import { defineCheck } from '#server/checks/define-check.ts'
import { lowerSeverity } from '#server/domain/access/risks/lower-severity.ts'
import { uniqueStatements } from '#server/domain/access/risks/unique-statements.ts'
import { ADMINISTRATOR, holdingsOf, judgePermissions, pass } from './execution-role.ts'
import { quoteOf } from './risk-verdict.ts'
import { REFERENCE } from './role-references.ts'
import { denyActions } from './role-remedies.ts'

const ACTIONS = [
  'cloudtrail:StopLogging',
  'cloudtrail:DeleteTrail',
  'cloudtrail:UpdateTrail',
  'cloudtrail:PutEventSelectors',
  'cloudtrail:StopEventDataStoreIngestion',
  'cloudtrail:DeleteEventDataStore',
] as const

export const roleFullCloudtrail = defineCheck({
  id: 'role-full-cloudtrail',
  title: 'Role can stop or change trails',
  group: 'identity',
  kind: 'role',
  severity: 'high',
  severityNote: 'Lower where only trails that are named, or only under conditions.',
  why: 'The first thing an intruder does is to stop the record of what follows. Functions hardly ever have a reason to touch trails.',
  references: [
    REFERENCE.leastPrivilege,
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/best-practices-security.html',
  ],
  needs: ['roles'],
  elsewhere: ['Prowler iam_inline_policy_no_full_access_to_cloudtrail'],
  risks: ['over-privileged-roles', 'inadequate-monitoring'],
  evaluate: (record, around) =>
    judgePermissions(record, around, ({ access }) => {
      if (access.permissions.admin) return ADMINISTRATOR
      const holdings = holdingsOf(record, access)
      const held = ACTIONS.flatMap((action) => holdings.get(action) ?? [])
      if (held.length === 0) return pass('CloudTrail', 'it cannot stop, delete or change trails')
      const isLimited = held.every(({ breadth }) => breadth === 'named')
      const isConditional = held.every(({ conditional }) => conditional)
      const resources = [...new Set(held.flatMap((one) => one.resources))]
      return {
        state: 'fail',
        severity: lowerSeverity('high', (isLimited ? 1 : 0) + (isConditional ? 1 : 0)),
        summary: `It may use ${held.map(({ action }) => action).join(', ')} on ${resources.slice(0, 3).join(', ')}.`,
        evidence: uniqueStatements(held.flatMap((one) => one.statements))
          .slice(0, 6)
          .map(quoteOf),
      }
    }),
  remediate: (record) =>
    denyActions(
      record,
      'deny-trail-changes',
      ACTIONS,
      'Take these actions out of its policies, or take them back at once by this Deny.',
    ),
})
