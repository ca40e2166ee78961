import { z } from 'zod'
import { defineCheck } from '#server/checks/define-check.ts'
import type { TrustedBy } from '#server/domain/access/access.ts'
import { accountOfPrincipal } from '#server/domain/iam/matches-principal.ts'
import { judgeTrust, pass } from './execution-role.ts'
import { isDangerous, quoteOf } from './risk-verdict.ts'
import { REFERENCE } from './role-references.ts'
import { trustLambdaAlone } from './role-remedies.ts'

/** Keys that tell for whom, or by whom, a third party acts. */
const BINDING =
  /sts:ExternalId|aws:PrincipalOrg(?:ID|Paths)|aws:Source(?:Account|Arn|OrgID|OrgPaths|Ip|Vpc|Vpce)|sts:SourceIdentity|aws:MultiFactorAuthPresent|aws:PrincipalTag\//i

const isThirdParty = ({ kind, external }: TrustedBy) => external && (kind === 'role' || kind === 'user')
const isBound = ({ conditions }: TrustedBy) => conditions.some((one) => BINDING.test(one))

export const roleTrustExternalWithoutExternalId = defineCheck({
  id: 'role-trust-external-without-external-id',
  title: 'Role trusts other accounts without an external id',
  group: 'identity',
  kind: 'role',
  severity: 'low',
  severityNote: 'Medium where the role is dangerous.',
  why: 'A vendor that acts for many customers can be made to use this role for another one of them, unless it must name an external id.',
  references: [
    REFERENCE.deputy,
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html',
  ],
  needs: ['roles'],
  elsewhere: ['cloudsploit crossAccountMfaExtIdAccess', 'Checkov CKV_AWS_61'],
  risks: ['over-privileged-roles', 'broken-authentication'],
  parameters: z.object({
    trustedAccounts: z
      .array(z.string())
      .default([])
      .describe('Ids of accounts of the organisation’s own or of vendors that need no external id'),
  }),
  evaluate: (record, around, { trustedAccounts }) =>
    judgeTrust(record, around, ({ access }) => {
      const outside = access.trust.filter(isThirdParty)
      if (outside.length === 0) return pass('Trusted', 'no role or user of another account is named')
      const found = outside.filter(
        (one) =>
          !isBound(one) &&
          !trustedAccounts.includes(accountOfPrincipal(one.principal) ?? one.principal.split(':')[4] ?? ''),
      )
      if (found.length === 0)
        return pass('Trusted from outside', outside.map(({ principal }) => principal).join(', '))
      return {
        state: 'fail',
        severity: isDangerous(access) ? 'medium' : 'low',
        summary: `${found.map(({ principal }) => principal).join(', ')} may assume it without an external id.`,
        evidence: found.slice(0, 5).map(({ statement }) => quoteOf(statement)),
      }
    }),
  remediate: (record) =>
    trustLambdaAlone(
      record,
      'Give the other account a role of its own with an sts:ExternalId condition, and let this one trust Lambda alone, as here. What the other account does with this role ends at once.',
    ),
})
