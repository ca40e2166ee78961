import type { CompiledPolicy } from '#server/domain/iam/compiled-policy.ts'
import { accountOfPrincipal } from '#server/domain/iam/matches-principal.ts'
import type { Caller } from '#server/domain/triggers/admission.ts'
import type { Neighbourhood } from './neighbourhood.ts'
import type { Audience } from './reach.ts'

/** An account that no policy names: whoever is let in as it, everybody with an AWS account is. */
export const OUTSIDER = '000000000001'
export const OUTSIDE_ORGANIZATION = 'o-outside000'
/** Some account of an organisation. */
export const MEMBER = '000000000002'

export type Representative = {
  caller: Caller
  audience: Audience
  who: string
  /** Nobody can tell from here whether the audience is that near. */
  unsure: boolean
}

const NOT_OF_PEOPLE = [
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:principalservicename',
]

type Person = { principal: string; accountId: string; organizationId: string | null | undefined }

/** A signed call by a principal of an account. Its name, address and network are not told: they stay conditions. */
export function signedCaller({ principal, accountId, organizationId }: Person): Caller {
  const context = new Map<string, string[] | null>(NOT_OF_PEOPLE.map((key) => [key, null]))
  context.set('aws:principalisawsservice', ['false'])
  context.set('aws:securetransport', ['true'])
  context.set('aws:principalaccount', [accountId])
  context.set('lambda:invokedviafunctionurl', ['false'])
  context.set('lambda:functionurlauthtype', null)
  if (organizationId !== undefined)
    context.set('aws:principalorgid', organizationId === null ? null : [organizationId])
  if (organizationId === null) context.set('aws:principalorgpaths', null)
  if (organizationId === OUTSIDE_ORGANIZATION)
    context.set('aws:principalorgpaths', [`${organizationId}/r-out/ou-out/`])
  if (/^arn:[\w-]+:(iam|sts)::\d{12}:(?!root$)/.test(principal)) context.set('aws:principalarn', [principal])
  return { principal: { type: 'AWS', value: principal }, context }
}

const root = (accountId: string) => `arn:aws:iam::${accountId}:root`

/** Whom a policy names: by Allow, and as the exceptions of a Deny or of a condition, which matter where an Allow is open. */
function namedIn(policy: CompiledPolicy): {
  principals: Set<string>
  excepted: Set<string>
  accounts: Set<string>
  organizations: Set<string>
  open: boolean
} {
  const principals = new Set<string>()
  const excepted = new Set<string>()
  const accounts = new Set<string>()
  const organizations = new Set<string>()
  let open = false
  for (const { effect, principals: named, notPrincipals, conditions } of policy.statements) {
    const allows = effect === 'Allow'
    if (allows && notPrincipals.length > 0) open = true
    for (const { type, value } of allows ? named : notPrincipals) {
      if (value === '*' && (type === '*' || type === 'AWS')) open ||= allows
      else if (type === 'AWS' && (accountOfPrincipal(value) || value.startsWith('arn:'))) {
        if (allows) principals.add(value)
        else excepted.add(value)
      }
    }
    for (const { key, values } of conditions) {
      const name = key.toLowerCase()
      for (const value of values) {
        if (name === 'aws:principalorgid' || name === 'aws:principalorgpaths') {
          const id = /^o-[a-z0-9]+/.exec(value)?.[0]
          if (id) organizations.add(id)
        } else if (name === 'aws:principalaccount' || name === 'aws:principalarn') {
          const id = /(?:^|:)(\d{12})(?:$|:)/.exec(value)?.[1]
          if (id) accounts.add(id)
        }
      }
    }
  }
  return { principals, excepted, accounts, organizations, open }
}

function ofOrganization(id: string, { organizationId }: Neighbourhood): Representative {
  const isOwn = id === organizationId
  return {
    caller: signedCaller({ principal: root(MEMBER), accountId: MEMBER, organizationId: id }),
    audience: isOwn ? 'organization' : 'other-accounts',
    who: `accounts of organisation ${id}${isOwn ? '' : organizationId ? ', which is not its own' : ''}`,
    unsure: organizationId === null,
  }
}

/** Undefined where nobody can tell. */
function organizationOf(member: boolean | undefined, { organizationId }: Neighbourhood): string | undefined {
  if (member === false) return OUTSIDE_ORGANIZATION
  return member && organizationId !== null ? organizationId : undefined
}

function ofPrincipal(principal: string, neighbourhood: Neighbourhood): Representative | undefined {
  const accountId = accountOfPrincipal(principal) ?? /^arn:[\w-]+:(?:iam|sts)::(\d{12}):/.exec(principal)?.[1]
  if (!accountId) return undefined
  const member = neighbourhood.isMember(accountId)
  const organizationId = organizationOf(member, neighbourhood)
  const whole = accountOfPrincipal(principal) !== undefined
  return {
    caller: signedCaller({ principal, accountId, organizationId }),
    audience: neighbourhood.audienceOf(accountId),
    who: whole ? `principals of account ${accountId}` : principal,
    unsure: false,
  }
}

/** Callers that between them show everyone whom a policy can let in: anyone, organisations, accounts, principals named. */
export function representativesOf(policy: CompiledPolicy, neighbourhood: Neighbourhood): Representative[] {
  const { principals, excepted, accounts, organizations, open } = namedIn(policy)
  const found: Representative[] = []
  if (open) {
    found.push({
      caller: signedCaller({
        principal: root(OUTSIDER),
        accountId: OUTSIDER,
        organizationId: OUTSIDE_ORGANIZATION,
      }),
      audience: 'internet-authenticated',
      who: 'anyone with credentials of any AWS account',
      unsure: false,
    })
    if (neighbourhood.organizationId) organizations.add(neighbourhood.organizationId)
    for (const id of organizations) found.push(ofOrganization(id, neighbourhood))
    for (const id of [...accounts, neighbourhood.accountId]) principals.add(root(id))
    for (const one of excepted) principals.add(one)
  }
  for (const principal of principals) {
    const one = ofPrincipal(principal, neighbourhood)
    if (one) found.push(one)
  }
  return found
}
