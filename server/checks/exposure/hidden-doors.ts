import { isUnseen } from '#server/domain/field.ts'
import type { Place, Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionReach } from '#server/domain/reach/reach.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import { whyUnseen } from './verdicts.ts'

/** Why a front door may stand in a place that was not seen; undefined where all were. */
function look(place: Place, around: Surroundings): string | undefined {
  const apis = around.all('api', place)
  const balancers = around.all('load-balancer', place)
  const pools = around.all('user-pool', place)
  const distributions = around.all('distribution', { accountId: place.accountId, region: GLOBAL_REGION })
  const missing =
    whyUnseen('APIs', apis) ??
    whyUnseen('Load balancers', balancers) ??
    whyUnseen('User pools', pools) ??
    whyUnseen('CloudFront distributions', distributions)
  if (missing) return missing
  const blind = [
    ...(apis.state === 'known'
      ? apis.value.filter((one) => isUnseen(one.routes) || isUnseen(one.authorizers))
      : []),
    ...(balancers.state === 'known' ? balancers.value.filter((one) => isUnseen(one.targets)) : []),
    ...(pools.state === 'known' ? pools.value.filter((one) => isUnseen(one.triggers)) : []),
    ...(distributions.state === 'known' ? distributions.value.filter((one) => isUnseen(one.behaviours)) : []),
  ]
  return blind[0] && `What ${blind[0].name} leads to was not seen.`
}

/**
 * Why the internet may get to a function by a door that was not seen. What hides only who inside of the account may
 * invoke it is no such reason.
 */
export function hiddenDoor(
  fn: FunctionRecord,
  reach: FunctionReach,
  around: Surroundings,
): string | undefined {
  if (reach.level !== 'unknown') return undefined
  const doubt = reach.answers.find(
    ({ certainty, audience }) => certainty === 'unknown' && audience === 'internet',
  )
  if (doubt) return `It may be open to the internet: ${doubt.who}.`
  const own =
    whyUnseen('Its function URLs', fn.urls) ??
    whyUnseen('Its resource policy', fn.policy) ??
    whyUnseen('The policies of its aliases and versions', fn.qualifiedPolicies)
  if (own) return own
  return look(fn, around)
}
