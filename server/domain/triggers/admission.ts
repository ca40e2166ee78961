import type { StatementRef } from '#server/domain/access/access.ts'
import { evaluateResourcePolicy, type RequestPrincipal } from '#server/domain/iam/evaluate.ts'
import type { FunctionPolicy } from './function-policies.ts'

export type Caller = { principal: RequestPrincipal; context: Map<string, string[] | null> }

/** Whether a policy lets a caller in. `denied`: a Deny says no; `no`: nothing says yes. */
export type Admission = {
  admitted: 'yes' | 'conditional' | 'no' | 'denied' | 'unknown'
  by: StatementRef[]
}

export const INVOKE = 'lambda:InvokeFunction'
export const INVOKE_URL = 'lambda:InvokeFunctionUrl'

const REFUSED: Admission = { admitted: 'no', by: [] }

/** Asks the policy of a function or qualifier whether a caller may do one action on it. */
export function admission(
  policy: FunctionPolicy,
  resource: string,
  action: string,
  caller: Caller,
): Admission {
  if (policy.state === 'none') return REFUSED
  if (policy.state === 'unseen') return { admitted: 'unknown', by: [] }
  const { principal, context } = caller
  const decision = evaluateResourcePolicy(policy.compiled, { action, resource, principal, context })
  if (decision.effect === 'allowed') {
    return { admitted: decision.conditional ? 'conditional' : 'yes', by: decision.by }
  }
  return { admitted: decision.effect === 'explicit deny' ? 'denied' : 'no', by: decision.by }
}

/** Keys that tell nothing of a service's call: what asks for them does not match it. */
const NOT_OF_SERVICES = [
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:userid',
  'aws:username',
  'aws:sourceip',
  'aws:vpcsourceip',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'lambda:functionurlauthtype',
]

/** A call that a service makes for one of its resources; null as account: not told. */
export function serviceCaller(
  service: string,
  sourceArn: string | null,
  sourceAccountId: string | null,
): Caller {
  const context = new Map<string, string[] | null>(NOT_OF_SERVICES.map((key) => [key, null]))
  context.set('aws:principalisawsservice', ['true'])
  context.set('aws:principalservicename', [service])
  context.set('aws:securetransport', ['true'])
  context.set('lambda:invokedviafunctionurl', ['false'])
  if (sourceArn !== null) context.set('aws:sourcearn', [sourceArn])
  if (sourceAccountId !== null) context.set('aws:sourceaccount', [sourceAccountId])
  return { principal: { type: 'Service', value: service }, context }
}
