import type { StatementRef } from '#server/domain/access/access.ts'
import { type CompiledPolicy, compilePolicy } from '#server/domain/iam/compiled-policy.ts'
import { evaluateConditions } from '#server/domain/iam/conditions.ts'
import { evaluateResourcePolicy } from '#server/domain/iam/evaluate.ts'
import type { PolicyCondition } from '#server/domain/iam/policy-document.ts'
import type { RequestContext } from '#server/domain/iam/policy-variables.ts'
import type { Neighbourhood } from '#server/domain/reach/neighbourhood.ts'
import { representativesOf } from '#server/domain/reach/representative-callers.ts'
import type { PolicyDocument } from '#server/domain/records/function-record.ts'
import type { Caller } from '#server/domain/triggers/admission.ts'
import { anonymousCaller } from '#server/domain/triggers/url-callers.ts'
import { bindingOf, isOfNetwork } from './condition-binding.ts'

export type Asked = { policy: CompiledPolicy; actions: readonly string[]; resource: string }
/**
 * `open`: anyone may; `narrowed`: a condition leaves somebody in particular; `unclear`: conditions of which nobody can
 * tell whom they leave; `closed`: no stranger may.
 */
export type Openness = {
  state: 'open' | 'narrowed' | 'unclear' | 'closed'
  /** Set where only the network that a request comes from narrows it. */
  network: boolean
  action: string
  by: StatementRef[]
}

const RANK = { open: 3, unclear: 2, narrowed: 1, closed: 0 } as const

/** Whom a policy names besides strangers is of no matter here. */
const NOWHERE: Neighbourhood = {
  accountId: '000000000003',
  organizationId: null,
  audienceOf: (accountId) => (accountId === '000000000003' ? 'account' : 'other-accounts'),
  isMember: () => false,
}

/** Makes a resource's policy ready to be asked; undefined where it is no policy. */
export function readPolicy(document: PolicyDocument, name: string): CompiledPolicy | undefined {
  return compilePolicy(document, { kind: 'resource', name, arn: null })
}

type Unsettled = { effect: string; conditions: PolicyCondition[]; all: PolicyCondition[] }
type Judged = Pick<Openness, 'state' | 'network'>

function ofAllow({ conditions }: Unsettled): Judged {
  if (conditions.length === 0) return { state: 'unclear', network: false }
  const binding = conditions.filter((one) => bindingOf(one) === 'binds')
  if (binding.length > 0) return { state: 'narrowed', network: binding.every(isOfNetwork) }
  return {
    state: conditions.some((one) => bindingOf(one) === 'unclear') ? 'unclear' : 'open',
    network: false,
  }
}

/** A Deny that may hold takes at most: it never makes an answer wider. */
function afterDenies(allowed: Judged, denies: Unsettled[]): Judged {
  if (denies.length === 0 || allowed.state === 'narrowed' || allowed.state === 'closed') return allowed
  const exceptions = denies.map(({ all }) => all.filter(isException))
  if (exceptions.some((found) => found.length === 0)) return { state: 'unclear', network: false }
  return { state: 'narrowed', network: exceptions.flat().every(isOfNetwork) }
}

const width = ({ state, network }: Judged) => RANK[state] + (network ? 0.5 : 0)

/** What the policy says to one caller, where conditions that cannot be settled are looked at by whom they can leave. */
export function openTo(caller: Caller, { policy, resource }: Asked, action: string): Openness {
  const { principal, context } = caller
  const found = evaluateResourcePolicy(policy, { action, resource, principal, context })
  if (found.effect !== 'allowed') return { state: 'closed', network: false, action, by: [] }
  if (!found.conditional) return { state: 'open', network: false, action, by: found.by }
  const unsettled = found.by.flatMap(({ index }): Unsettled[] => {
    const statement = policy.statements.find((one) => one.index === index)
    if (!statement) return []
    const { effect, conditions: all, variables } = statement
    const conditions = all.filter((one) => evaluateConditions([one], context, variables) === 'unknown')
    return [{ effect, conditions, all }]
  })
  const allows = unsettled.filter(({ effect }) => effect === 'Allow')
  const isSettled = allows.some(({ conditions, all }) => conditions.length === 0 && isHeld(all, context))
  const widest = allows.map(ofAllow).toSorted((a, b) => width(b) - width(a))[0]
  const denies = unsettled.filter(({ effect }) => effect === 'Deny')
  const allowed: Judged =
    isSettled && denies.length > 0
      ? { state: 'open', network: false }
      : (widest ?? { state: 'unclear', network: false })
  return { ...afterDenies(allowed, denies), action, by: found.by }
}

const isHeld = (conditions: PolicyCondition[], context: RequestContext) =>
  evaluateConditions(conditions, context) === 'true'

/** A Deny of all but a network or a principal. */
function isException({ operator, key, values }: PolicyCondition): boolean {
  const positive = operator.replace(/^(StringNot|ArnNot|NotIpAddress)/i, (found) =>
    found.toLowerCase() === 'notipaddress' ? 'IpAddress' : found.slice(0, -3),
  )
  return positive !== operator && bindingOf({ operator: positive, key, values }) === 'binds'
}

/** How far a policy lets strangers do any of some actions: anyone with an AWS account, or without. */
export function opennessOf(asked: Asked, as: (caller: Caller) => Caller = (caller) => caller): Openness {
  const strangers = representativesOf(asked.policy, NOWHERE)
    .filter(({ audience }) => audience === 'internet-authenticated')
    .map(({ caller }) => caller)
  let widest: Openness = { state: 'closed', network: false, action: asked.actions[0] ?? '', by: [] }
  const anonymous = anonymousCaller()
  anonymous.context.set('lambda:invokedviafunctionurl', ['false']).set('lambda:functionurlauthtype', null)
  for (const caller of [...strangers, anonymous]) {
    for (const action of asked.actions) {
      const found = openTo(as(caller), asked, action)
      if (RANK[found.state] > RANK[widest.state]) widest = found
      if (widest.state === 'open') return widest
    }
  }
  return widest
}

/** Statements as evidence: quoted as they stand. */
export function quotes(by: readonly StatementRef[], name = 'Statement') {
  return by.map(({ sid, quote }) => ({ label: `${name} ${sid ?? 'without id'}`, value: quote }))
}
