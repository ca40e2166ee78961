import type { z } from 'zod'
import { defineCheck } from '#server/checks/define-check.ts'
import { crossAccountGrant } from '#server/checks/exposure/cross-account-grant.ts'
import { TRUSTED_ACCOUNTS } from '#server/checks/exposure/outside-accounts.ts'
import { breakApart } from './open-remedy.ts'
import { judgeTogether, type Part, partOf } from './part.ts'
import { adminPart, ROLE_CHECKS } from './role-part.ts'

const strangersPart =
  (parameters: z.infer<typeof TRUSTED_ACCOUNTS>): Part =>
  (record, around) =>
    partOf(
      crossAccountGrant.evaluate(record, around, parameters),
      'an account outside the organisation may invoke it',
    )

export const crossAccountAdmin = defineCheck({
  id: 'cross-account-admin',
  title: 'Foreign account may invoke an administrator',
  group: 'combined',
  kind: 'function',
  severity: 'critical',
  severityNote: null,
  alerts: true,
  parts: ['cross-account-grant', ...ROLE_CHECKS],
  why: 'Whoever controls the other account, or breaks into it, sends events to code that runs as an administrator of this one.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/permissions-function-cross-account.html'],
  needs: ['functions', 'roles', 'organization'],
  elsewhere: [],
  risks: ['over-privileged-roles', 'broken-authentication'],
  parameters: TRUSTED_ACCOUNTS,
  alertTitle: (record) => `Foreign account may invoke an administrator: ${record.name}`,
  evaluate: (record, around, parameters) =>
    judgeTogether(record, around, [strangersPart(parameters), adminPart]),
  remediate: () =>
    breakApart(
      'Find out who owns the account and remove the statement where nobody does; give the function a role with what it needs.',
    ),
})
