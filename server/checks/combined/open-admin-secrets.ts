import { defineCheck } from '#server/checks/define-check.ts'
import { OPEN_CHECKS, openPart } from './open-part.ts'
import { breakApart } from './open-remedy.ts'
import { judgeTogether } from './part.ts'
import { adminPart, ROLE_CHECKS } from './role-part.ts'
import { secretsPart } from './secrets-part.ts'

export const openAdminSecrets = defineCheck({
  id: 'open-admin-secrets',
  title: 'Open to everyone, administrator, and full of secrets',
  group: 'combined',
  kind: 'function',
  severity: 'critical',
  severityNote: null,
  alerts: true,
  parts: ['open-admin', 'open-with-secrets', ...OPEN_CHECKS, ...ROLE_CHECKS, 'environment-secrets'],
  why: 'One request that the code does not expect gives away the account and what its secrets open elsewhere. Nothing in the estate is more urgent.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/lambda-security.html'],
  needs: ['functions', 'roles'],
  elsewhere: [],
  risks: ['over-privileged-roles', 'insecure-secrets', 'broken-authentication'],
  alertTitle: (record) => `Open to everyone, administrator, and full of secrets: ${record.name}`,
  evaluate: (record, around) => judgeTogether(record, around, [openPart, adminPart, secretsPart]),
  remediate: () =>
    breakApart(
      'Close the way in at once, change the secrets, and look into CloudTrail for what the role has done.',
    ),
})
