import { functionPolicyPublic } from '#server/checks/exposure/function-policy-public.ts'
import { functionUrlPublic } from '#server/checks/exposure/function-url-public.ts'
import { hiddenDoor } from '#server/checks/exposure/hidden-doors.ts'
import { openBalancers } from '#server/checks/exposure/internet-through-load-balancer.ts'
import { qualifiedPolicyPublic } from '#server/checks/exposure/qualified-policy-public.ts'
import { doorEvidence, isAtEdge, isAuthorizer, openDoors } from '#server/checks/exposure/reach-doors.ts'
import { whyUnseen } from '#server/checks/exposure/verdicts.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { ReachAnswer } from '#server/domain/reach/reach.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { holds, missing, type PartFound, unseen } from './part.ts'

/** Checks of which any one makes a function open to everyone. */
export const OPEN_CHECKS = [
  'function-url-public',
  'function-policy-public',
  'qualified-policy-public',
  'internet-through-load-balancer',
  'internet-without-authentication',
] as const

const WORDS = 'anyone on the internet can invoke it'

/** Doors without authentication that stand open for certain; a load balancer’s only where its security groups do not close it. */
export function certainDoors(
  record: FunctionRecord,
  doors: ReachAnswer[],
  around: Surroundings,
): ReachAnswer[] {
  const balancers = new Set(openBalancers(record, doors, around))
  return doors.filter((door) => {
    if (door.via === 'url' || door.via === 'source') return false
    return door.via === 'elb'
      ? balancers.has(door)
      : door.certainty === 'certain' || door.via === 'cloudfront'
  })
}

const POLICY_CHECKS = [functionUrlPublic, functionPolicyPublic, qualifiedPolicyPublic]

function doorsOf(record: FunctionRecord, around: Surroundings): ReachAnswer[] {
  const reach = around.reach(record.arn)
  return reach.state === 'known' ? certainDoors(record, openDoors(reach.value), around) : []
}

/** Whether anyone at all can invoke the function, by whatever door. */
export function openPart(record: FunctionRecord, around: Surroundings): PartFound {
  const verdicts = POLICY_CHECKS.map((check) => check.evaluate(record, around))
  const doors = doorsOf(record, around)
  const failed = verdicts.flatMap((verdict) => (verdict.state === 'fail' ? [verdict] : []))
  if (failed.length > 0 || doors.length > 0) {
    return holds(WORDS, [
      ...failed.flatMap(({ summary, evidence }) => [
        { label: 'Way in', value: summary },
        ...evidence.slice(0, 3),
      ]),
      ...doorEvidence(doors.slice(0, 3)),
    ])
  }
  const hidden = verdicts.flatMap((verdict) => (verdict.state === 'unknown' ? [verdict.reason] : []))[0]
  if (hidden) return unseen(hidden)
  const reach = around.reach(record.arn)
  if (reach.state !== 'known')
    return unseen(whyUnseen('Who reaches it', reach) ?? 'Who reaches it is not known.')
  const door = hiddenDoor(record, reach.value, around)
  if (door) return unseen(door)
  return missing('It is not open to everyone.')
}

/** The same, but for authorizers and functions at the edge: they are asked before anybody is known. */
export function openBesidesAuthorizing(record: FunctionRecord, around: Surroundings): PartFound {
  const found = openPart(record, around)
  const doors = doorsOf(record, around)
  const isForThem = doors.length > 0 && doors.every((door) => isAuthorizer(door) || isAtEdge(door))
  if (found.state !== 'holds' || !isForThem) return found
  return POLICY_CHECKS.some((check) => check.evaluate(record, around).state === 'fail')
    ? found
    : missing('It is what strangers meet first by design: an authorizer, or a part of a distribution.')
}

/** Medium where API Gateway, with a limit and metrics of its own, stands before the function in each way in; else high. */
export function severityOfDoors(record: FunctionRecord, around: Surroundings): 'medium' | 'high' {
  const doors = doorsOf(record, around)
  const isBehindApi = doors.length > 0 && doors.every(({ via }) => via === 'api')
  return isBehindApi && !POLICY_CHECKS.some((check) => check.evaluate(record, around).state === 'fail')
    ? 'medium'
    : 'high'
}
