import type { CompiledPolicy } from '#server/domain/iam/compiled-policy.ts'
import { accountOfPrincipal } from '#server/domain/iam/matches-principal.ts'
import type { Caller } from '#server/domain/triggers/admission.ts'
import { leastSure } from './answer.ts'
import { type NamedInPolicy, namedInPolicy } from './named-in-policy.ts'
import type { Neighbourhood } from './neighbourhood.ts'
import type { Audience, ReachAnswer } from './reach.ts'

/** An account that no policy names: whoever is let in as it, everybody with an AWS account is. */
export const OUTSIDER = '000000000001'
export const OUTSIDE_ORGANIZATION = 'o-outside000'
/** Some account of an organisation. */
export const MEMBER = '000000000002'

export type Representative = {
  caller: Caller
  audience: Audience
  who: string
  /** The surest that an answer can be, however the policy decides. */
  atBest: ReachAnswer['certainty']
}

const NOT_OF_PEOPLE = [
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:principalservicename',
]

/** An organisation that is undefined is not known. */
type Person = { arn: string; accountId: string; organizationId: string | undefined }

/** A signed call by a principal of an account. Its address and network are not told: they stay conditions. */
function signedCaller({ arn, accountId, organizationId }: Person): Caller {
  const context = new Map<string, string[] | null>(NOT_OF_PEOPLE.map((key) => [key, null]))
  context.set('aws:principalisawsservice', ['false'])
  context.set('aws:securetransport', ['true'])
  context.set('aws:principalaccount', [accountId])
  context.set('aws:principalarn', [arn])
  context.set('lambda:invokedviafunctionurl', ['false'])
  context.set('lambda:functionurlauthtype', null)
  if (organizationId !== undefined) context.set('aws:principalorgid', [organizationId])
  if (organizationId === OUTSIDE_ORGANIZATION) {
    context.set('aws:principalorgpaths', [`${organizationId}/r-out/ou-out/`])
  }
  return { principal: { type: 'AWS', value: arn }, context }
}

const someRole = (accountId: string) => `arn:aws:iam::${accountId}:role/some-role`

/** Beyond this many names or networks in one policy they are not tried one by one: they stay conditions. */
const MOST_TRIED = 12

/** ARNs that principals of an account can have and that the policy asks for. */
function arnsIn(accountId: string, { arns }: NamedInPolicy): string[] {
  return [...arns].flatMap((pattern) => {
    const parts = pattern.split(':')
    const given = parts[4] ?? ''
    if (given !== accountId && !/[*?]/.test(given)) return []
    parts[4] = accountId
    return [parts.join(':').replaceAll('*', 'x').replaceAll('?', 'x')]
  })
}

type Kind = Pick<Representative, 'audience' | 'who' | 'atBest'>

/** Some principal of an account, and those with a name that the policy asks for. */
function people(
  accountId: string,
  organizationId: string | undefined,
  named: NamedInPolicy,
  kind: Kind,
): Representative[] {
  const as = (arn: string) => signedCaller({ arn, accountId, organizationId })
  const who = `${kind.who}, by the name that the policy asks for`
  const some = { ...kind, caller: as(someRole(accountId)) }
  const arns = arnsIn(accountId, named)
  if (arns.length <= MOST_TRIED) return [some, ...arns.map((arn) => ({ ...kind, who, caller: as(arn) }))]
  const any = as(someRole(accountId))
  any.context.delete('aws:principalarn')
  return [some, { ...kind, who, caller: any }]
}

/** The same callers by way of the internet: not from inside a VPC. */
function overInternet(found: Representative[]): Representative[] {
  for (const { caller } of found) {
    for (const key of ['aws:sourcevpc', 'aws:sourcevpce', 'aws:vpcsourceip']) caller.context.set(key, null)
  }
  return found
}

function outsiders(named: NamedInPolicy): Representative[] {
  return overInternet(
    people(OUTSIDER, OUTSIDE_ORGANIZATION, named, {
      audience: 'internet-authenticated',
      who: 'anyone with credentials of any AWS account',
      atBest: 'certain',
    }),
  )
}

const ANY_VPC = 'vpc-0any'
const ANY_ENDPOINT = 'vpce-0any'
const OF_ANY_NETWORK = /^(\*|vpce?-\*)$/

type Network = { vpc: string; endpoint: string }

/** Networks that the policy names, each with an endpoint that it names or another, and one that it does not name. */
function networksOf({ vpcs, vpcEndpoints }: NamedInPolicy): Network[] {
  if (vpcs.size + vpcEndpoints.size === 0) return []
  const named = (values: Set<string>) => [...values].filter((value) => !OF_ANY_NETWORK.test(value))
  const endpoints = [ANY_ENDPOINT, ...named(vpcEndpoints)]
  return [ANY_VPC, ...named(vpcs)].flatMap((vpc) => endpoints.map((endpoint) => ({ vpc, endpoint })))
}

/**
 * The same callers inside a network. Whose network it is was not looked up: one that the policy names is taken for the
 * account's own, on that condition.
 */
function insideNetworks(named: NamedInPolicy, found: Representative[]): Representative[] {
  const networks = networksOf(named)
  if (networks.length > MOST_TRIED) {
    return found.map(({ caller, audience, atBest }) => {
      const context = new Map(caller.context)
      for (const key of ['aws:sourcevpc', 'aws:sourcevpce']) context.delete(key)
      const who = 'whoever calls from inside one of many networks'
      return {
        caller: { principal: caller.principal, context },
        audience,
        who,
        atBest: leastSure(atBest, 'conditional'),
      }
    })
  }
  return networks.flatMap(({ vpc, endpoint }) => {
    const isAny = vpc === ANY_VPC && endpoint === ANY_ENDPOINT
    const name = vpc === ANY_VPC ? endpoint : vpc
    return found.map(({ caller: { principal, context }, audience, atBest }) => ({
      caller: {
        principal,
        context: new Map(context).set('aws:sourcevpc', [vpc]).set('aws:sourcevpce', [endpoint]),
      },
      audience: isAny ? audience : ('account' as const),
      who: isAny ? 'whoever calls from inside any VPC' : `whoever calls from inside ${name}`,
      atBest: leastSure(atBest, 'conditional'),
    }))
  })
}

/** Account and ARN of a principal as a policy names it; an account stands for some role in it. */
function personOf(principal: string): { arn: string; accountId: string } | undefined {
  const whole = accountOfPrincipal(principal)
  if (whole) return { arn: someRole(whole), accountId: whole }
  const accountId = /^arn:[\w-]+:(?:iam|sts)::(\d{12}):/.exec(principal)?.[1]
  return accountId ? { arn: principal, accountId } : undefined
}

function ofOrganization(
  id: string,
  named: NamedInPolicy,
  { organizationId }: Neighbourhood,
): Representative[] {
  const isOwn = id === organizationId
  const whose = isOwn || organizationId === null ? '' : ', which is not its own'
  const members = people(MEMBER, id, named, {
    audience: isOwn ? 'organization' : 'other-accounts',
    who: `accounts of organisation ${id}${whose}`,
    atBest: organizationId === null ? 'unknown' : 'certain',
  })
  return named.organizations.has(id) ? members : overInternet(members)
}

/** Undefined where nobody can tell. */
function organizationOf(accountId: string, { isMember, organizationId }: Neighbourhood): string | undefined {
  const member = isMember(accountId)
  if (member === false) return OUTSIDE_ORGANIZATION
  return member && organizationId !== null ? organizationId : undefined
}

function ofPrincipal(
  principal: string,
  named: NamedInPolicy,
  neighbourhood: Neighbourhood,
): Representative[] {
  const person = personOf(principal)
  if (!person) return []
  const { accountId } = person
  const organizationId = organizationOf(accountId, neighbourhood)
  const isWhole = accountOfPrincipal(principal) !== undefined
  const kind: Kind = {
    audience: neighbourhood.audienceOf(accountId),
    who: isWhole ? `principals of account ${accountId}` : principal,
    atBest: 'certain',
  }
  if (isWhole) return people(accountId, organizationId, named, kind)
  return [{ ...kind, caller: signedCaller({ ...person, organizationId }) }]
}

/** Any principal of the function's own account, whatever its name: what keeps it out keeps out all of them. */
export function ownCaller(neighbourhood: Neighbourhood): Caller {
  const { accountId } = neighbourhood
  const organizationId = organizationOf(accountId, neighbourhood)
  const { context } = signedCaller({ arn: someRole(accountId), accountId, organizationId })
  context.delete('aws:principalarn')
  return { principal: { type: 'AWS', value: accountId }, context }
}

/** Callers that between them show everyone whom a policy can let in: anyone, organisations, accounts, principals named. */
export function representativesOf(policy: CompiledPolicy, neighbourhood: Neighbourhood): Representative[] {
  const named = namedInPolicy(policy)
  const of = (principals: Iterable<string>) =>
    [...principals].flatMap((one) => ofPrincipal(one, named, neighbourhood))
  if (!named.open) return of(named.principals)
  const organizations = new Set([...named.organizations, ...named.exceptedOrganizations])
  if (neighbourhood.organizationId) organizations.add(neighbourhood.organizationId)
  const strangers = [
    ...outsiders(named),
    ...[...organizations].flatMap((id) => ofOrganization(id, named, neighbourhood)),
    ...overInternet(of(named.excepted)),
  ]
  return [
    ...strangers,
    ...insideNetworks(named, strangers),
    ...of(new Set([...named.principals, ...named.accounts, neighbourhood.accountId])),
  ]
}
