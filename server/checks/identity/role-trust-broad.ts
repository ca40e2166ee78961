import { defineCheck } from '#server/checks/define-check.ts'
import { judgeTrust, pass } from './execution-role.ts'
import { failFor, risksOf } from './risk-verdict.ts'
import { REFERENCE } from './role-references.ts'
import { trustLambdaAlone } from './role-remedies.ts'

export const roleTrustBroad = defineCheck({
  id: 'role-trust-broad',
  title: 'Role can be assumed by far too many',
  group: 'identity',
  kind: 'role',
  severity: 'critical',
  severityNote:
    'By who is let in: anyone, a sign-in that everybody can have, or a whole other account (medium).',
  why: 'Whoever may assume the role has all that its functions have, without running any of their code and from anywhere.',
  references: [REFERENCE.trust, REFERENCE.deputy],
  needs: ['roles'],
  elsewhere: ['Checkov CKV_AWS_60', 'Checkov CKV_AWS_61'],
  risks: ['over-privileged-roles', 'broken-authentication', 'leaked-credentials'],
  alerts: true,
  alertTitle: (record) => `Role can be assumed by far too many: ${record.name}`,
  evaluate: (record, around) =>
    judgeTrust(record, around, ({ access }) => {
      const risks = risksOf(access, 'broad-trust')
      const [worst] = risks
      if (!worst)
        return pass('Trusted', access.trust.map(({ principal }) => principal).join(', ') || 'nobody')
      const who = risks.flatMap(({ resources }) => resources).join(', ')
      return failFor(risks, `Its trust policy lets in ${who === '*' ? 'anyone' : who}.`)
    }),
  remediate: (record) =>
    trustLambdaAlone(
      record,
      'Trust Lambda alone, as here. Whoever else assumes the role on purpose is shut out from then on: look at the sessions of the role before, and name those principals with a condition.',
    ),
})
