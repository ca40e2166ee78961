import { defineCheck } from '#server/checks/define-check.ts'
import { parseArn } from '#server/domain/arn.ts'
import { type CompiledPolicy, statementRef } from '#server/domain/iam/compiled-policy.ts'
import { evaluateResourcePolicy, type RequestPrincipal } from '#server/domain/iam/evaluate.ts'
import { accountOfPrincipal } from '#server/domain/iam/matches-principal.ts'
import { matchesAction } from '#server/domain/iam/matches-statement.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { type Severity, severityRank } from '#server/domain/severity.ts'
import { functionPolicies } from '#server/domain/triggers/function-policies.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { permissionTemplates, removePermissions } from './permission-remedy.ts'
import { serviceGrants } from './service-grants.ts'
import { listed, notApplicable, pass, unknown } from './verdicts.ts'

/** Actions on a function besides invoking it. The first ones change what it does or who may use it. */
const CHANGING = [
  'lambda:UpdateFunctionCode',
  'lambda:UpdateFunctionConfiguration',
  'lambda:AddPermission',
  'lambda:RemovePermission',
  'lambda:CreateFunctionUrlConfig',
  'lambda:UpdateFunctionUrlConfig',
  'lambda:UpdateAlias',
  'lambda:PublishVersion',
  'lambda:PutFunctionConcurrency',
  'lambda:PutFunctionEventInvokeConfig',
  'lambda:DeleteFunction',
]
const READING = [
  'lambda:GetFunction',
  'lambda:GetFunctionConfiguration',
  'lambda:GetPolicy',
  'lambda:ListTags',
]

type Beyond = {
  qualifier: string | null
  sid: string | null
  quote: string
  who: string
  actions: string[]
  severity: Severity
}

function severityOf(principal: RequestPrincipal, accountId: string, actions: string[]): Severity {
  const changes = actions.some((action) => CHANGING.includes(action))
  if (principal.type === '*' || principal.value === '*') return changes ? 'critical' : 'high'
  const own =
    accountOfPrincipal(principal.value) === accountId || parseArn(principal.value)?.accountId === accountId
  if (own || principal.type === 'Service') return changes ? 'medium' : 'low'
  return changes ? 'high' : 'medium'
}

function beyondIn(fn: FunctionRecord, qualifier: string | null, policy: CompiledPolicy): Beyond[] {
  const resource = qualifier === null ? fn.arn : `${fn.arn}:${qualifier}`
  return policy.statements.flatMap((statement) => {
    const named = [...CHANGING, ...READING].filter((action) => matchesAction(statement, action.toLowerCase()))
    if (statement.effect !== 'Allow' || named.length === 0) return []
    const asking: RequestPrincipal[] =
      statement.notPrincipals.length > 0
        ? [{ type: '*', value: '*' }]
        : statement.principals.map(({ type, value }) =>
            value === '*' && type !== 'Service'
              ? { type: '*', value: '*' }
              : { type: type as RequestPrincipal['type'], value },
          )
    return asking.flatMap((principal): Beyond[] => {
      const actions = named.filter((action) => {
        const found = evaluateResourcePolicy(policy, { action, resource, principal })
        return found.effect === 'allowed' && found.by.some(({ index }) => index === statement.index)
      })
      if (actions.length === 0) return []
      const { sid, quote } = statementRef(policy, statement.index)
      const who = principal.value === '*' ? 'anyone' : principal.value
      return [{ qualifier, sid, quote, who, actions, severity: severityOf(principal, fn.accountId, actions) }]
    })
  })
}

const allBeyond = (fn: FunctionRecord) =>
  functionPolicies(fn)
    .all.flatMap(({ qualifier, policy }) =>
      policy.state === 'read' ? beyondIn(fn, qualifier, policy.compiled) : [],
    )
    .toSorted((a, b) => severityRank(a.severity) - severityRank(b.severity))

function evaluate(record: FunctionRecord): Verdict {
  const found = allBeyond(record)
  const [worst] = found
  if (worst) {
    return {
      state: 'fail',
      severity: worst.severity,
      summary: `Its resource policy lets ${worst.who} do more than invoke it: ${listed(worst.actions, 3)}.`,
      evidence: found.map(({ sid, quote }) => ({ label: `Statement ${sid ?? 'without id'}`, value: quote })),
    }
  }
  const { unseen } = serviceGrants(record)
  if (unseen[0]) return unknown(`What its policies allow cannot be told: ${unseen[0]}.`)
  if (record.policy.state === 'absent' && functionPolicies(record).all.length === 0)
    return notApplicable('It has no resource policy.')
  return pass({ label: 'Resource policy', value: 'Allows invoking alone' })
}

/** Source: Lambda API reference, AddPermission: any action of Lambda on the function can be granted. */
export const grantBeyondInvoke = defineCheck({
  id: 'grant-beyond-invoke',
  title: 'Resource policy allows more than invoking',
  group: 'exposure',
  kind: 'function',
  severity: 'high',
  severityNote:
    'Critical where anyone may change it; medium or low where the grant is to this account, or for reading alone.',
  why: 'A resource policy is there to let sources call the function. One that lets them change or read it hands over its code and with it its role.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html'],
  needs: ['functions'],
  elsewhere: ['cfn_nag W24', 'KICS 75ec6890', 'Guard lambda_permission_invoke_function_action'],
  risks: ['insecure-deployment-configuration', 'out-of-band-deployment'],
  evaluate,
  remediate: (record) => {
    const found = allBeyond(record)
    return {
      text: 'Grant the caller again with lambda:InvokeFunction alone, then remove the statement. Let whoever deploys the function do so by an identity policy.',
      cli: removePermissions(record, found),
      ...permissionTemplates(record, found[0]?.qualifier ?? null, {
        principal: found[0] && found[0].who !== 'anyone' ? found[0].who : record.accountId,
      }),
    }
  },
})
