import { defineCheck } from '#server/checks/define-check.ts'
import { asFarAsSeen } from '#server/domain/access/as-far-as-seen.ts'
import { lowerSeverity } from '#server/domain/access/risks/lower-severity.ts'
import { evaluate } from '#server/domain/iam/evaluate.ts'
import {
  ADMINISTRATOR,
  holdingsOf,
  judgePermissions,
  notApplicable,
  pass,
  policiesOf,
} from './execution-role.ts'
import { isDangerous, quoteOf } from './risk-verdict.ts'
import { REFERENCE } from './role-references.ts'
import { denyActions } from './role-remedies.ts'

const ACTIONS = ['lambda:UpdateFunctionCode', 'lambda:UpdateFunctionConfiguration'] as const

export const roleChangesItself = defineCheck({
  id: 'role-changes-itself',
  title: 'Functions can change their own code',
  group: 'identity',
  kind: 'role',
  severity: 'medium',
  severityNote: 'High where the role is dangerous; lower where it holds only under conditions.',
  why: 'An intruder who gets in for one request can write himself into the code and stay. No function needs to deploy itself.',
  references: [
    REFERENCE.executionRole,
    'https://docs.aws.amazon.com/lambda/latest/dg/access-control-identity-based.html',
  ],
  needs: ['roles', 'functions'],
  elsewhere: ['LambdaGuard LambdaWrite', 'PMapper lambda_edges'],
  risks: ['over-privileged-roles', 'out-of-band-deployment', 'cross-execution-persistency'],
  evaluate: (record, around) =>
    judgePermissions(record, around, ({ access, functions }) => {
      if (access.permissions.admin) return ADMINISTRATOR
      if (functions.length === 0) return notApplicable('No function is known to run as it.')
      const holdings = holdingsOf(record, access)
      const principal = asFarAsSeen(policiesOf(record))
      const held = ACTIONS.filter((action) => holdings.get(action) !== null)
      const found = functions.flatMap(({ arn, name }) =>
        held.flatMap((action) => {
          const decision = evaluate(principal, { action, resource: arn })
          return decision.effect === 'allowed' ? [{ arn, name, action, ...decision }] : []
        }),
      )
      if (found.length === 0) return pass('Its own functions', 'it cannot change their code or configuration')
      const steps = (isDangerous(access) ? 0 : 1) + (found.every(({ conditional }) => conditional) ? 1 : 0)
      const arns = [...new Set(found.map(({ arn }) => arn))]
      const quotes = [...new Map(found.flatMap(({ by }) => by.map((one) => [one.quote, one]))).values()]
      return {
        state: 'fail',
        severity: lowerSeverity('high', steps),
        summary: `It may use ${[...new Set(found.map(({ action }) => action))].join(' and ')} on ${arns.length} of the functions that run as it.`,
        evidence: [
          { label: 'Functions', value: arns.slice(0, 20).join(', ') },
          ...quotes.slice(0, 4).map(quoteOf),
        ],
        affects: arns,
      }
    }),
  remediate: (record) =>
    denyActions(
      record,
      'deny-own-deployment',
      ACTIONS,
      'Leave deployment to the pipeline and its own role: take these actions out, or take them back at once by this Deny.',
    ),
})
