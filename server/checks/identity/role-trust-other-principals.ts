import { defineCheck } from '#server/checks/define-check.ts'
import type { TrustedBy } from '#server/domain/access/access.ts'
import { lowerSeverity } from '#server/domain/access/risks/lower-severity.ts'
import { judgeTrust, pass } from './execution-role.ts'
import { isDangerous, quoteOf } from './risk-verdict.ts'
import { REFERENCE } from './role-references.ts'
import { trustLambdaAlone } from './role-remedies.ts'

const OF_LAMBDA = /^(?:edge)?lambda\.amazonaws\.com(?:\.cn)?$/
/** Services on which people or code of others get the credentials of the role. */
const RUNS_CODE =
  /^(?:ec2|ecs-tasks|codebuild|sagemaker|glue|batch|eks|pods\.eks|cloud9|ssm|emr.*|apprunner|build\.apprunner|tasks\.apprunner|bedrock-agentcore)\./

/** Others from inside: who comes from outside has checks of its own. */
const isOther = ({ kind, principal, external }: TrustedBy) =>
  !external && kind !== 'anyone' && !(kind === 'service' && OF_LAMBDA.test(principal))
const handsOut = ({ kind, principal }: TrustedBy) => kind !== 'service' || RUNS_CODE.test(principal)

export const roleTrustOtherPrincipals = defineCheck({
  id: 'role-trust-other-principals',
  title: 'Role of functions is taken by others as well',
  group: 'identity',
  kind: 'role',
  severity: 'medium',
  severityNote:
    'Medium where people, roles or instances get its credentials, low for other services; high where the role is dangerous.',
  why: 'What looks like the work of a function may be a person or a server with the same role, and its permissions are those of several purposes.',
  references: [REFERENCE.executionRole, REFERENCE.trust],
  needs: ['roles'],
  elsewhere: ['PMapper edges'],
  risks: ['over-privileged-roles', 'leaked-credentials'],
  evaluate: (record, around) =>
    judgeTrust(record, around, ({ access }) => {
      const others = access.trust.filter((one) => isOther(one) && one.principal !== record.arn)
      if (others.length === 0) return pass('Trusted from inside', 'Lambda alone')
      const steps = (others.some(handsOut) ? 0 : 1) + (isDangerous(access) ? 0 : 1)
      return {
        state: 'fail',
        severity: lowerSeverity('high', steps),
        summary: `${[...new Set(others.map(({ principal }) => principal))].join(', ')} may assume it besides Lambda.`,
        evidence: others.slice(0, 5).map(({ statement }) => quoteOf(statement)),
      }
    }),
  remediate: (record) =>
    trustLambdaAlone(
      record,
      'Give the others a role of their own and let this one trust Lambda alone, as here. Whoever assumes it besides is shut out from then on.',
    ),
})
