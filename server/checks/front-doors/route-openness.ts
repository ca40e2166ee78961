import { type Openness, openTo } from '#server/checks/exposure/openness.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import { apiPolicy } from '#server/domain/reach/api-policy.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import type { Caller } from '#server/domain/triggers/admission.ts'
import { isPrivate } from '#server/domain/triggers/api-guards.ts'
import { apiLive, executeApiArn, routeTails } from '#server/domain/triggers/from-api.ts'
import { anonymousCaller } from '#server/domain/triggers/url-callers.ts'
import type { Door } from './api-surface.ts'
import { blocksByDefault } from './web-acls-around.ts'

const ACTION = 'execute-api:Invoke'
const RANK = { open: 3, unclear: 2, narrowed: 1, closed: 0 } as const

/** Who gets past everything but the route's own authorizer; `why` says what keeps strangers out, or that nobody can tell. */
export type Gate = { state: Openness['state']; why: string }

/** What the API's resource policy says to a caller of a route: the widest of its stages and methods. */
export function policyGate(door: Door, caller: Caller): Gate {
  const policy = apiPolicy(door.record)
  if (policy.state === 'none') return { state: 'open', why: 'the API has no resource policy' }
  if (policy.state === 'unseen') return { state: 'unclear', why: policy.why }
  let widest: Openness['state'] = 'closed'
  for (const tail of routeTails(door)) {
    const resource = `${executeApiArn(door.record)}/${tail}`
    const found = openTo(caller, { policy: policy.compiled, resource, actions: [ACTION] }, ACTION)
    if (RANK[found.state] > RANK[widest]) widest = found.state
    if (widest === 'open') break
  }
  return { state: widest, why: 'the resource policy of the API' }
}

function asksForCertificates(api: ApiRecord): boolean {
  const domains = valueOr(api.domains, []) ?? []
  return (
    domains.length > 0 &&
    domains.every(({ mutualTls }) => mutualTls) &&
    valueOr(api.executeApiDisabled, false) === true
  )
}

/** Whether strangers on the internet get to a route at all, before its authorizer. */
export function internetGate(door: Door, around: Surroundings): Gate {
  const { record, stages } = door
  const closed = isPrivate(record)
  if (closed) return { state: 'closed', why: 'its endpoint is private' }
  const { live, liveReason } = apiLive(record, stages)
  if (live === false) return { state: 'closed', why: liveReason }
  if (asksForCertificates(record))
    return { state: 'closed', why: 'its only addresses ask for a client certificate' }
  const byPolicy = policyGate(door, anonymousCaller())
  if (byPolicy.state !== 'open') return byPolicy
  if (stages && stages.length > 0 && stages.every(({ webAclArn }) => blocksByDefault(webAclArn, around)))
    return { state: 'narrowed', why: 'its web ACL blocks whom no rule allows' }
  if (closed === undefined) return { state: 'unclear', why: 'whether its endpoint is private was not seen' }
  if (live === null) return { state: 'unclear', why: liveReason }
  return byPolicy
}
