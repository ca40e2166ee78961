import type { CompiledPolicy } from '#server/domain/iam/compiled-policy.ts'
import { accountOfPrincipal } from '#server/domain/iam/matches-principal.ts'
import type { PolicyCondition } from '#server/domain/iam/policy-document.ts'

/** Whom and what a resource policy names: by Allow, and as the exceptions of a Deny or of a condition. */
export type NamedInPolicy = {
  /** Some Allow is for everybody, or for everybody but a few. */
  open: boolean
  principals: Set<string>
  /** Whom a Deny leaves out, by NotPrincipal or condition: they matter where an Allow is open. */
  excepted: Set<string>
  accounts: Set<string>
  organizations: Set<string>
  exceptedOrganizations: Set<string>
  /** Values of aws:PrincipalArn, perhaps with wildcards. */
  arns: Set<string>
  vpcs: Set<string>
  vpcEndpoints: Set<string>
}

const MOST_NAMED = 200

function addCondition({ key, values }: PolicyCondition, named: NamedInPolicy, allows: boolean): void {
  const name = key.toLowerCase()
  for (const value of values.slice(0, MOST_NAMED)) {
    if (name === 'aws:principalorgid' || name === 'aws:principalorgpaths') {
      const id = /^o-[a-z0-9]+/.exec(value)?.[0]
      if (id) (allows ? named.organizations : named.exceptedOrganizations).add(id)
    } else if (name === 'aws:principalaccount' || name === 'aws:principalarn') {
      const id = /(?:^|:)(\d{12})(?:$|:)/.exec(value)?.[1]
      if (id) (allows ? named.accounts : named.excepted).add(id)
      if (name === 'aws:principalarn' && /^arn:/.test(value)) named.arns.add(value)
    } else if (name === 'aws:sourcevpc') named.vpcs.add(value)
    else if (name === 'aws:sourcevpce') named.vpcEndpoints.add(value)
  }
}

/** Collects what the statements of a policy name. */
export function namedInPolicy(policy: CompiledPolicy): NamedInPolicy {
  const named: NamedInPolicy = {
    open: false,
    principals: new Set(),
    excepted: new Set(),
    accounts: new Set(),
    organizations: new Set(),
    exceptedOrganizations: new Set(),
    arns: new Set(),
    vpcs: new Set(),
    vpcEndpoints: new Set(),
  }
  for (const { effect, principals, notPrincipals, conditions } of policy.statements) {
    const allows = effect === 'Allow'
    if (allows && notPrincipals.length > 0) named.open = true
    for (const { type, value } of allows ? principals : notPrincipals) {
      if (value === '*' && (type === '*' || type === 'AWS')) named.open ||= allows
      else if (type === 'AWS' && (accountOfPrincipal(value) || value.startsWith('arn:'))) {
        if (allows) named.principals.add(value)
        else named.excepted.add(value)
      }
    }
    for (const condition of conditions) addCondition(condition, named, allows)
  }
  return named
}
