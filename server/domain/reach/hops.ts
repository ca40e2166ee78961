import { isUnseen, valueOr } from '#server/domain/field.ts'
import { distributionGuards } from '#server/domain/triggers/from-distribution.ts'
import type { SourceIndex } from '#server/domain/triggers/source-index.ts'
import type { Fronting } from '#server/domain/triggers/source-link.ts'
import type { Guard } from '#server/domain/triggers/trigger.ts'
import { webAclGuard } from '#server/domain/triggers/web-acl-guard.ts'
import type { DecidedBy } from './answer.ts'
import type { Hop, ReachAnswer } from './reach.ts'
import type { ReachContext } from './reach-input.ts'

export type Way = Hop['around'][number]

const NAMED_RESOURCES = 4

/** A hop with nothing to say of guards unless `values` does. */
export function hop(kind: Hop['kind'], name: string, values: Partial<Hop> = {}): Hop {
  return { kind, name, arn: null, guards: [], missing: [], around: [], ...values }
}

/** Where the way begins: the internet, or the accounts of whom it is. */
export function beginning({ audience, who }: ReachAnswer): Hop {
  const isInternet = audience === 'internet' || audience === 'internet-authenticated'
  return isInternet ? hop('internet', 'internet') : hop('account', who)
}

/** A web ACL as a hop of its own. */
export function webAclHop(arn: string, index: SourceIndex, before: string): Hop[] {
  const guards = webAclGuard(arn, index, before)
  return guards.map((guard) => hop('web-acl', guard.name, { arn, guards: [guard] }))
}

const isFilter = (guard: Guard) => guard.kind === 'web-acl'

/** The distribution, and its web ACL after it where it has one. */
export function distributionHops({ record, origin, behaviours }: Fronting, index: SourceIndex): Hop[] {
  const acl = valueOr<string | null>(record.webAclArn, null)
  const plain = behaviours.filter((one) => one.viewerProtocolPolicy === 'allow-all')
  const missing = [
    ...(acl === null ? ['no web ACL'] : []),
    ...(acl === undefined ? ['whether it has a web ACL was not seen'] : []),
    ...(plain.length > 0 ? [`answers plain HTTP at ${plain.map((one) => one.pathPattern).join(', ')}`] : []),
    ...(behaviours.length > 0 && !behaviours.some((one) => one.restrictsViewers)
      ? ['no signed URLs or cookies']
      : []),
    ...(origin.originAccessControlId || origin.customHeaderNames.length > 0
      ? []
      : ['no access control and no secret header towards the origin']),
  ]
  const guards = distributionGuards(record, behaviours, index).filter((guard) => !isFilter(guard))
  const name = (valueOr(record.aliases, []) ?? [])[0] ?? record.domainName
  return [
    hop('distribution', name, { arn: record.arn, guards, missing }),
    ...(acl ? webAclHop(acl, index, 'at the distribution') : []),
  ]
}

/** Distributions that are switched on and lead to one of the hosts. */
export function frontsOfHosts(hosts: string[], index: SourceIndex): Fronting[] {
  return hosts
    .flatMap((host) => index.frontsOf(host))
    .filter(({ behaviours, record }) => behaviours.length > 0 && valueOr(record.enabled, false) !== false)
}

/** A distribution in front of a door, as it bears on an answer: it guards only what cannot go around it. */
export function inFront({ record }: Fronting): DecidedBy[number] {
  const acl = valueOr<string | null>(record.webAclArn, null)
  const filter = acl ? ', with a web ACL' : acl === null ? ', without a web ACL' : ''
  return { what: `distribution ${record.domainName} leads to it${filter}`, quote: null }
}

/** What a distribution may know its origin by, though nobody can see whether the origin asks for it. */
export function headerNote(front: Fronting | undefined): string {
  const names = front?.origin.customHeaderNames ?? []
  if (names.length === 0) return ''
  return ` CloudFront sends ${names.join(', ')}: whether that is asked for cannot be seen from here.`
}

/** Other ways that end at the function without the door of this path. */
function waysAround(answers: ReachAnswer[], door: ReachAnswer): Way[] {
  const beside = answers.filter(
    (one) =>
      one.triggerKey !== door.triggerKey &&
      one.certainty !== 'unknown' &&
      ((one.via === 'url' && one.audience !== 'nobody' && one.audience !== 'account') ||
        (one.via === 'policy' && one.guards.length > 0 && !['account', 'nobody'].includes(one.audience))),
  )
  return beside.slice(0, 4).map((one) => ({
    text:
      one.via === 'url'
        ? `Its function URL answers ${one.who}${one.certainty === 'conditional' ? ', under conditions' : ''}.`
        : `${one.who} may call lambda:InvokeFunction${one.certainty === 'conditional' ? ', under conditions' : ''}.`,
    address: one.entry,
    quote: one.decidedBy.find((by) => by.quote !== null)?.quote ?? null,
  }))
}

/** Function, role and what the role can get at: the same end for every path. */
export function ending(context: ReachContext, answers: ReachAnswer[], door: ReachAnswer): Hop[] {
  const { fn, role, roleResources } = context
  const reserved = fn.reservedConcurrency.state
  const missing = [
    ...(reserved === 'absent' ? ['no reserved concurrency'] : []),
    ...(isUnseen(fn.reservedConcurrency) ? ['its reserved concurrency was not seen'] : []),
  ]
  const hops = [hop('function', fn.name, { arn: fn.arn, missing, around: waysAround(answers, door) })]
  const roleArn = role?.arn ?? valueOr<string | null>(fn.roleArn, null) ?? null
  if (roleArn === null) return hops
  const roleName = role?.name ?? roleArn.split('/').at(-1) ?? roleArn
  hops.push(hop('role', roleName, { arn: roleArn, missing: role ? [] : ['the role was not seen'] }))
  if (roleResources.length === 0) return hops
  const names = roleResources.slice(0, NAMED_RESOURCES).map((one) => `${one.service}: ${one.name}`)
  const more = roleResources.length - names.length
  const only = roleResources.length === 1 ? (roleResources[0]?.arn ?? null) : null
  hops.push(hop('resource', `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`, { arn: only }))
  return hops
}
