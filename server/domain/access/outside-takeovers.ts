import { parseArn } from '#server/domain/arn.ts'
import { valueOr } from '#server/domain/field.ts'
import { compilePolicy } from '#server/domain/iam/compiled-policy.ts'
import { evaluateResourcePolicy, type RequestPrincipal } from '#server/domain/iam/evaluate.ts'
import { accountOfPrincipal } from '#server/domain/iam/matches-principal.ts'
import type { FunctionRecord, PolicyDocument } from '#server/domain/records/function-record.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import type { Takeover } from './access.ts'
import { CONTROL_ACTIONS } from './control-actions.ts'
import { trustedBy } from './trusted-by.ts'

const BY_POLICY = CONTROL_ACTIONS.filter(
  (action) => action.startsWith('lambda:') && action !== 'lambda:CreateFunction',
)
const ASKING_TYPES = new Set<string>(['AWS', 'Service', 'Federated', 'CanonicalUser', '*'])

/** Who gets at the function by its resource policies: principals of any account, services, anyone. */
export function takeoversByPolicy(fn: FunctionRecord): Takeover[] {
  const policies: [string, PolicyDocument][] = [
    ...(fn.policy.state === 'known' ? [[fn.arn, fn.policy.value] as [string, PolicyDocument]] : []),
    ...Object.entries(valueOr(fn.qualifiedPolicies, {}) ?? {}).map(
      ([qualifier, document]): [string, PolicyDocument] => [`${fn.arn}:${qualifier}`, document],
    ),
  ]
  return policies.flatMap(([resource, document]) => {
    const policy = compilePolicy(document, { kind: 'resource', name: 'Function policy', arn: null })
    const principals = new Map<string, RequestPrincipal>()
    for (const { effect, principals: named, notPrincipals } of policy?.statements ?? []) {
      if (effect !== 'Allow') continue
      for (const { type, value } of named)
        if (ASKING_TYPES.has(type)) principals.set(value, asking(type, value))
      if (notPrincipals.length > 0) principals.set('*', asking('*', '*'))
    }
    return [...principals.values()].flatMap((principal) => {
      if (!policy || accountOfPrincipal(principal.value) === fn.accountId) return []
      const allowed = BY_POLICY.flatMap((action) => {
        const decision = evaluateResourcePolicy(policy, { action, resource, principal })
        return decision.effect === 'allowed' ? [{ action, conditional: decision.conditional }] : []
      })
      const best = allowed.find(({ conditional }) => !conditional) ?? allowed[0]
      if (!best) return []
      const place = resource === fn.arn ? fn.name : `${fn.name}:${resource.slice(fn.arn.length + 1)}`
      return [
        {
          ...describePrincipal(principal, fn.accountId),
          path: [`${best.action} on ${place}, granted by its resource policy`],
          actions: allowed.map(({ action }) => action),
          conditional: best.conditional,
        },
      ]
    })
  })
}

function asking(type: string, value: string): RequestPrincipal {
  if (value === '*' && type !== 'Service') return { type: '*', value: '*' }
  return { type: type as RequestPrincipal['type'], value }
}

function describePrincipal(
  { type, value }: RequestPrincipal,
  accountId: string,
): Pick<Takeover, 'principalArn' | 'principalName' | 'principalKind'> {
  const of = (principalKind: Takeover['principalKind'], principalName = value) => ({
    principalArn: value,
    principalName,
    principalKind,
  })
  if (type === '*' || value === '*') return of('anyone', 'anyone')
  if (type === 'Service') return of('service')
  const account = accountOfPrincipal(value)
  if (account) return of('other account', `account ${account}`)
  const arn = parseArn(value)
  if (!arn || arn.accountId !== accountId) return of('other account')
  return of(arn.resource.startsWith('user/') ? 'user' : 'role', arn.resource.replace(/^[a-z-]+\//, ''))
}

/** Who from outside of the account may assume the function's role. */
export function takeoversByTrust(fn: FunctionRecord, role: RoleRecord): Takeover[] {
  return trustedBy(role, { accountId: fn.accountId }).flatMap(({ principal, kind, external, conditions }) => {
    if (!external || kind === 'service') return []
    const account = accountOfPrincipal(principal)
    return [
      {
        principalArn: principal,
        principalName:
          kind === 'anyone'
            ? principal.replace(/^\*$/, 'anyone')
            : account
              ? `account ${account}`
              : principal,
        principalKind: kind === 'anyone' ? 'anyone' : 'other account',
        path: [`sts:AssumeRole of ${role.name}: the trust policy lets it in`],
        actions: ['sts:AssumeRole'],
        conditional: conditions.length > 0,
      },
    ]
  })
}

/** Owners of layers from other accounts: a version never changes, but the next one is theirs. */
export function takeoversByLayer(fn: FunctionRecord): Takeover[] {
  const accounts = new Map<string, string[]>()
  for (const layer of valueOr(fn.layers, []) ?? []) {
    const owner = parseArn(layer)?.accountId
    if (owner && owner !== fn.accountId) accounts.set(owner, [...(accounts.get(owner) ?? []), layer])
  }
  return [...accounts].map(([account, layers]) => ({
    principalArn: `arn:${parseArn(fn.arn)?.partition ?? 'aws'}:iam::${account}:root`,
    principalName: `account ${account}`,
    principalKind: 'other account',
    path: [
      `lambda:PublishLayerVersion on ${layers.map((layer) => layer.split(':')[6] ?? layer).join(', ')}`,
      `${fn.name} runs it once it is deployed with the new version`,
    ],
    actions: ['lambda:PublishLayerVersion'],
    conditional: true,
  }))
}
