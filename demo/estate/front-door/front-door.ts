import type { Account, FunctionSpec, Partition } from '#demo/estate/model.ts'
import { makeApis, widenWebSocketGrants } from './apis.ts'
import { distributedFunction, distributionGrants, makeDistributions } from './distributions.ts'
import { balancedFunctions, balancerGrant, makeLoadBalancers, otherTargetGroups } from './load-balancers.ts'
import type { DistributionSpec, FrontDoor } from './model.ts'
import { makeWebAcls } from './web-acls.ts'

const byPartition = new WeakMap<Partition, FrontDoor>()

/** What stands before the functions of a region; made when it is first asked for. */
export function frontDoorOf(partition: Partition): FrontDoor {
  const known = byPartition.get(partition)
  if (known) return known
  const apis = makeApis(partition)
  const loadBalancers = makeLoadBalancers(partition)
  const made = {
    apis,
    loadBalancers,
    otherTargetGroups: otherTargetGroups(partition),
    webAcls: makeWebAcls(partition, apis, loadBalancers),
  }
  byPartition.set(partition, made)
  return made
}

const byAccount = new WeakMap<Account, DistributionSpec[]>()

export function distributionsOf(
  estate: { partition(account: Account, region: string): Partition },
  account: Account,
): DistributionSpec[] {
  const known = byAccount.get(account)
  if (known) return known
  const partitions = account.regions.map((region) => estate.partition(account, region))
  const made = makeDistributions(account, partitions)
  byAccount.set(account, made)
  return made
}

/** Adds the grants that WebSocket APIs, load balancers and CloudFront need. */
export function addFrontDoorGrants(account: Account, region: string, functions: FunctionSpec[]): void {
  const place = { account, region, functions }
  widenWebSocketGrants(place)
  const { open, inside } = balancedFunctions(place, functions)
  for (const fn of [open, inside]) if (fn) fn.statements.push(balancerGrant(place, fn))
  const fn = distributedFunction(place, functions)
  if (fn) fn.statements.push(...distributionGrants(place, fn))
}
