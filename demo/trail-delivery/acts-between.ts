import { hourMs, type Partition } from '#demo/estate/model.ts'
import type { Act } from '#demo/trail/act.ts'
import type { World } from '#demo/world.ts'

/** Every account and region that there is. */
export function partitionsOf(world: World): Partition[] {
  const { estate } = world
  return estate.accounts.flatMap((account) =>
    account.regions.map((region) => estate.partition(account, region)),
  )
}

/** What was done in an account and region from one time until before another, oldest first. */
export function actsBetween(world: World, partition: Partition, fromMs: number, toMs: number): Act[] {
  const acts: Act[] = []
  for (let hour = Math.floor(fromMs / hourMs); hour * hourMs < toMs; hour += 1)
    acts.push(...world.journal.hour(partition, hour))
  return acts.filter((act) => act.timeMs >= fromMs && act.timeMs < toMs).sort((a, b) => a.timeMs - b.timeMs)
}
