import type { StatementRef } from '#server/domain/access/access.ts'
import { type CompiledPolicy, compilePolicy } from '#server/domain/iam/compiled-policy.ts'
import { evaluateConditions } from '#server/domain/iam/conditions.ts'
import { evaluateResourcePolicy } from '#server/domain/iam/evaluate.ts'
import type { Neighbourhood } from '#server/domain/reach/neighbourhood.ts'
import { representativesOf } from '#server/domain/reach/representative-callers.ts'
import type { PolicyDocument } from '#server/domain/records/function-record.ts'
import type { Caller } from '#server/domain/triggers/admission.ts'
import { anonymousCaller } from '#server/domain/triggers/url-callers.ts'
import { bindingOf } from './condition-binding.ts'

export type Asked = { policy: CompiledPolicy; actions: readonly string[]; resource: string }
/**
 * `open`: anyone may; `narrowed`: a condition leaves somebody in particular; `unclear`: conditions of which nobody can
 * tell whom they leave; `closed`: no stranger may.
 */
export type Openness = {
  state: 'open' | 'narrowed' | 'unclear' | 'closed'
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

/** What the policy says to one caller, where conditions that cannot be settled are looked at by whom they can leave. */
export function openTo(caller: Caller, { policy, resource }: Asked, action: string): Openness {
  const { principal, context } = caller
  const found = evaluateResourcePolicy(policy, { action, resource, principal, context })
  if (found.effect !== 'allowed') return { state: 'closed', action, by: [] }
  if (!found.conditional) return { state: 'open', action, by: found.by }
  const unsettled = found.by.flatMap(({ index }) => {
    const statement = policy.statements.find((one) => one.index === index)
    if (!statement) return []
    const open = statement.conditions.filter(
      (one) => evaluateConditions([one], context, statement.variables) === 'unknown',
    )
    return [{ statement, bindings: open.map(bindingOf), hasOpen: open.length > 0 }]
  })
  const allows = unsettled.filter(({ statement }) => statement.effect === 'Allow')
  const denies = unsettled.filter(({ statement, hasOpen }) => statement.effect === 'Deny' && hasOpen)
  if (denies.length > 0) {
    const leavesSome = denies.every(({ statement }) => statement.conditions.some(isException))
    return { state: leavesSome ? 'narrowed' : 'unclear', action, by: found.by }
  }
  const states = allows.map(({ bindings, hasOpen }): Openness['state'] => {
    if (!hasOpen) return 'unclear'
    if (bindings.includes('binds')) return 'narrowed'
    return bindings.includes('unclear') ? 'unclear' : 'open'
  })
  const state = states.toSorted((a, b) => RANK[b] - RANK[a])[0] ?? 'unclear'
  return { state, action, by: found.by }
}

/** A Deny of all but a network or a principal. */
function isException({
  operator,
  key,
  values,
}: {
  operator: string
  key: string
  values: string[]
}): boolean {
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
  let widest: Openness = { state: 'closed', action: asked.actions[0] ?? '', by: [] }
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
