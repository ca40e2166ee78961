import { valueOr } from '#server/domain/field.ts'
import type { Admission, Caller } from '#server/domain/triggers/admission.ts'
import { authorizerOf, isPrivate } from '#server/domain/triggers/api-guards.ts'
import { apiLive, apiRouteDetail } from '#server/domain/triggers/from-api.ts'
import type { ApiAuthorizerLink, ApiLink, SourceLink } from '#server/domain/triggers/source-link.ts'
import type { Trigger } from '#server/domain/triggers/trigger.ts'
import { triggerKey } from '#server/domain/triggers/trigger-key.ts'
import { anonymousCaller } from '#server/domain/triggers/url-callers.ts'
import { certaintyOf, type DecidedBy, leastSure, statementsOf } from './answer.ts'
import { apiAddresses } from './api-entry.ts'
import { frontsOfApi } from './api-path.ts'
import { apiPolicy, askApi } from './api-policy.ts'
import { inFront } from './hops.ts'
import type { Audience, ReachAnswer } from './reach.ts'
import type { ReachContext } from './reach-input.ts'
import { representativesOf } from './representative-callers.ts'

type Certainty = ReachAnswer['certainty']
type Part = { audience: Audience; certainty: Certainty; who: string; decidedBy: DecidedBy }

/** Inside some VPC that is not named here, through some endpoint. */
function vpcCaller(): Caller {
  const { principal, context } = anonymousCaller()
  const inside = new Map(context)
    .set('aws:sourcevpc', ['vpc-0outside'])
    .set('aws:sourcevpce', ['vpce-0outside'])
  inside.delete('aws:sourceip')
  inside.delete('aws:vpcsourceip')
  return { principal, context: inside }
}

const PRIVATE: DecidedBy[number] = {
  what: 'its endpoint is private: no address on the internet',
  quote: '"PRIVATE"',
}

function insideVpc(link: ApiLink): Part[] {
  const found = askApi(link, vpcCaller())
  const near: Part = {
    audience: 'account',
    certainty: 'conditional',
    who: 'callers inside VPCs that its policy lets in',
    decidedBy: [PRIVATE],
  }
  if (found === 'none')
    return [
      {
        ...near,
        who: 'nobody yet: a private API without a policy refuses all',
        audience: 'nobody',
        certainty: 'certain',
      },
    ]
  const certainty = certaintyOf(found)
  if (!certainty) return [{ ...near, decidedBy: [PRIVATE, ...statementsOf(found.by)] }]
  const decidedBy = [PRIVATE, ...statementsOf(found.by)]
  return [
    {
      audience: 'other-accounts',
      certainty,
      who: 'callers inside any VPC, of other accounts too',
      decidedBy,
    },
    near,
  ]
}

/**
 * With IAM the API's policy names who else may call; without one it is whoever the account's own policies allow. Source:
 * API Gateway developer guide, "How API Gateway resource policies affect authorization workflow".
 */
function signed(link: ApiLink, { neighbourhood }: ReachContext): Part[] {
  const setting: DecidedBy[number] = {
    what: `route ${link.route.key} asks for AWS_IAM`,
    quote: JSON.stringify({ authorization: 'AWS_IAM' }),
  }
  const policy = apiPolicy(link.record)
  const own = 'principals of this account that may call the API'
  if (policy.state === 'none') {
    const note = { what: 'the API has no resource policy that lets other accounts in', quote: null }
    return [{ audience: 'account', certainty: 'conditional', who: own, decidedBy: [setting, note] }]
  }
  if (policy.state === 'unseen') {
    return [
      {
        audience: 'internet-authenticated',
        certainty: 'unknown',
        who: 'callers who sign with AWS credentials that may call the API',
        decidedBy: [setting, { what: policy.why, quote: null }],
      },
    ]
  }
  const parts: Part[] = []
  for (const one of representativesOf(policy.compiled, neighbourhood)) {
    const found = askApi(link, one.caller)
    const certainty = found === 'none' ? undefined : certaintyOf(found)
    if (found === 'none' || !certainty) continue
    parts.push({
      audience: one.audience,
      certainty: leastSure(certainty, one.atBest),
      who: one.who,
      decidedBy: [setting, ...statementsOf(found.by)],
    })
    if (one.audience === 'internet-authenticated' && certainty === 'certain') return parts
  }
  const note = { what: "the API's resource policy names who else may call it", quote: null }
  return [
    ...parts,
    {
      audience: 'account',
      certainty: 'conditional',
      who: own,
      decidedBy: [setting, note],
    },
  ]
}

function behindAuthorizer(link: ApiLink, { index }: ReachContext): Part {
  const { route, record } = link
  const authorizer = authorizerOf(record, route)
  const decidedBy: DecidedBy = [
    {
      what: `route ${route.key} asks for ${authorizer?.name ?? route.authorization}`,
      quote: JSON.stringify(authorizer ?? { authorization: route.authorization }),
    },
  ]
  const open = authorizer?.userPoolArns
    .map((arn) => index.userPool(arn))
    .find((pool) => pool && valueOr(pool.selfSignUp, false))
  if (open)
    decidedBy.push({
      what: `user pool ${open.name} lets people sign themselves up`,
      quote: '{"selfSignUp":true}',
    })
  const who = open
    ? `anyone who signs up to user pool ${open.name}`
    : `callers whom ${authorizer?.name ?? 'its authorizer'} lets pass`
  const isKnown = ['CUSTOM', 'JWT', 'COGNITO_USER_POOLS'].includes(route.authorization)
  if (isKnown) return { audience: 'internet-authenticated', certainty: 'certain', who, decidedBy }
  return {
    audience: 'internet',
    certainty: 'unknown',
    who: `what ${route.authorization} asks for is not known`,
    decidedBy,
  }
}

function unsigned(link: ApiLink, context: ReachContext, trigger: Trigger | undefined): Part[] {
  const { route, record } = link
  const isOpen = route.authorization === 'NONE' || route.authorization === ''
  const mutual = trigger?.guards.find((guard) => guard.kind === 'mutual-tls' && guard.authenticates)
  const key = route.apiKeyRequired ? ' and wants an API key, which is not authentication' : ''
  const openPart: Part = {
    audience: mutual ? 'internet-authenticated' : 'internet',
    certainty: 'certain',
    who: mutual ? 'callers with a client certificate' : 'anyone on the internet',
    decidedBy: [
      {
        what: `route ${route.key} has no authorizer${key}`,
        quote: JSON.stringify({ authorization: route.authorization, apiKeyRequired: route.apiKeyRequired }),
      },
      ...(mutual ? [{ what: 'mutual TLS at its only addresses', quote: null }] : []),
    ],
  }
  const part = isOpen ? openPart : behindAuthorizer(link, context)
  const found = askApi(link, anonymousCaller())
  if (found === 'none') return [part]
  const stays = afterPolicy(found, route.authorization)
  const decidedBy = [...part.decidedBy, ...statementsOf(found.by)]
  if (stays) return [{ ...part, certainty: leastSure(part.certainty, stays), decidedBy }]
  const what = `the resource policy of API ${record.name} ${found.admitted === 'denied' ? 'denies the internet' : 'lets the internet not in'}`
  return [
    {
      audience: 'account',
      certainty: 'conditional',
      who: 'callers whom the resource policy of the API lets in',
      decidedBy: [...decidedBy, { what, quote: null }],
    },
  ]
}

/** A Lambda authorizer can allow what the policy is silent about. Source: API Gateway developer guide, authorization flow. */
function afterPolicy(found: Admission, authorization: string): Certainty | undefined {
  return (
    certaintyOf(found) ?? (authorization === 'CUSTOM' && found.admitted === 'no' ? 'conditional' : undefined)
  )
}

function partsOf(link: ApiLink, context: ReachContext, trigger: Trigger | undefined): Part[] {
  const closed = isPrivate(link.record)
  if (closed) return insideVpc(link)
  const parts =
    link.route.authorization === 'AWS_IAM' ? signed(link, context) : unsigned(link, context, trigger)
  if (closed === undefined) {
    const note = { what: 'whether the endpoint is private was not seen', quote: null }
    return parts.map((part) => ({ ...part, certainty: 'unknown', decidedBy: [...part.decidedBy, note] }))
  }
  return parts
}

function answersOf(link: ApiLink & { qualifier: string | null }, context: ReachContext): ReachAnswer[] {
  const { record, stages, qualifier } = link
  const key = triggerKey({ kind: 'api', source: record.arn, detail: apiRouteDetail(link), qualifier })
  const trigger = context.triggerByKey.get(key)
  const { live } = apiLive(record, stages)
  if (live === false || trigger?.sides === 'source only') return []
  const isUnsure = live === null || trigger?.sides === 'unknown'
  const grants = trigger?.evidence.filter((one) => one.side === 'grant') ?? []
  const fronts = frontsOfApi(record, context.index).map(inFront)
  return partsOf(link, context, trigger).map((part) => ({
    ...part,
    certainty: isUnsure ? 'unknown' : part.certainty,
    via: 'api',
    entry: apiAddresses(link)[0]?.address ?? null,
    triggerKey: key,
    decidedBy: [
      ...part.decidedBy,
      ...grants.map((one) => ({ what: one.text, quote: one.quote })),
      ...(part.audience === 'account' ? [] : fronts),
    ],
    guards: trigger?.guards ?? [],
  }))
}

function authorizerAnswer(
  link: ApiAuthorizerLink & { qualifier: string | null },
  { triggerByKey }: ReachContext,
): ReachAnswer[] {
  const { record, authorizer, qualifier } = link
  const key = triggerKey({
    kind: 'api',
    source: record.arn,
    detail: `authorizer ${authorizer.name}`,
    qualifier,
  })
  const trigger = triggerByKey.get(key)
  const closed = isPrivate(record)
  if (!trigger || trigger.sides === 'source only' || /^no route uses/.test(trigger.liveReason)) return []
  const state = apiLive(record, valueOr(record.stages, []) ?? null)
  if (state.live === false) return []
  const isUnsure =
    state.live === null ||
    trigger.sides === 'unknown' ||
    closed === undefined ||
    apiPolicy(record).state === 'unseen'
  const isNarrowed = apiPolicy(record).state === 'read'
  const what = `authorizer ${authorizer.name} runs before anybody is authenticated`
  return [
    {
      audience: closed ? 'account' : 'internet',
      certainty: isUnsure ? 'unknown' : isNarrowed || closed ? 'conditional' : 'certain',
      via: 'api',
      who: closed ? 'callers inside VPCs' : 'anyone on the internet, with a token of their own making',
      entry: record.endpoint || null,
      triggerKey: key,
      decidedBy: [{ what, quote: JSON.stringify(authorizer) }],
      guards: trigger.guards,
    },
  ]
}

/** Who reaches the function through each route of each API that names it. */
export function apiAnswers(context: ReachContext, links: readonly SourceLink[]): ReachAnswer[] {
  return links.flatMap((link) => {
    if (link.kind === 'api') return answersOf(link, context)
    return link.kind === 'api-authorizer' ? authorizerAnswer(link, context) : []
  })
}
