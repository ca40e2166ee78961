import { dayMs, type FunctionSpec, hourMs, type Partition } from '#demo/estate/model.ts'
import { Chance } from '#demo/estate/prng.ts'

/** Deployments are counted from here, so that version numbers grow from one start of the demo to the next. */
export const deploymentEpochMs = Date.UTC(2026, 0, 1)

export type Deployment = { atMs: number; service: string; functionIndexes: number[]; run: number }

type History = { throughDay: number; times: Map<number, number[]>; groups: number[][] }

/** What the CI role deployed and when: a list a day for each account and region, from the seed. */
export class Deployments {
  private readonly seed: number
  private readonly histories = new Map<Partition, History>()
  private readonly asked = new Map<Partition, Deployment[]>()

  constructor(seed: number) {
    this.seed = seed
  }

  onDay(partition: Partition, day: number): Deployment[] {
    const { groups } = this.history(partition)
    const asked = (this.asked.get(partition) ?? []).filter(({ atMs }) => Math.floor(atMs / dayMs) === day)
    if (groups.length === 0 || day * dayMs < deploymentEpochMs) return asked
    const chance = new Chance(this.seed, partition.account.id, partition.region, 'deployments', day)
    const weekday = (day + 4) % 7
    const busy = weekday === 0 || weekday === 6 ? 0.15 : 1
    const count = Math.round(
      Math.min(60, 1.5 + partition.functions.length / 18) * busy * (0.6 + chance.next() * 0.8),
    )
    const planned = Array.from({ length: count }, () => {
      const group = chance.pick(groups)
      const start = chance.int(0, group.length - 1)
      const functionIndexes = group.slice(start, start + chance.int(1, 3))
      return {
        atMs: day * dayMs + 7 * hourMs + Math.floor(chance.next() * 11 * hourMs),
        service: partition.functions[functionIndexes[0] ?? 0]?.service ?? 'shop',
        functionIndexes,
        run: chance.int(6_000_000_000, 19_000_000_000),
      }
    })
    return [...planned, ...asked].sort((a, b) => a.atMs - b.atMs)
  }

  /** Deploys a function at this time, besides what the seed has planned. */
  deploy(partition: Partition, fn: FunctionSpec, atMs: number): void {
    this.timesOf(partition, fn, atMs)
    const asked = this.asked.get(partition) ?? []
    const { service, index } = fn
    asked.push({ atMs, service, functionIndexes: [index], run: 20_000_000_000 + asked.length })
    this.asked.set(partition, asked)
    const { times } = this.history(partition)
    times.set(
      index,
      [...(times.get(index) ?? []), atMs].sort((a, b) => a - b),
    )
  }

  /** The times at which a function was deployed, oldest first, up to a time. */
  timesOf(partition: Partition, fn: FunctionSpec, untilMs: number): number[] {
    const history = this.history(partition)
    const lastDay = Math.floor(untilMs / dayMs)
    for (let day = history.throughDay + 1; day <= lastDay; day++) {
      for (const deployment of this.onDay(partition, day)) {
        for (const index of deployment.functionIndexes) {
          const target = partition.functions[index]
          if (!target || target.createdMs + hourMs > deployment.atMs) continue
          const times = history.times.get(index) ?? []
          times.push(deployment.atMs)
          history.times.set(index, times)
        }
      }
      history.throughDay = day
    }
    const times = history.times.get(fn.index) ?? []
    return times.filter((time) => time <= untilMs)
  }

  private history(partition: Partition): History {
    const known = this.histories.get(partition)
    if (known) return known
    const groups = new Map<string, number[]>()
    for (const fn of partition.functions) {
      if (fn.cast || fn.createdBy === 'console') continue
      const group = groups.get(fn.service) ?? []
      group.push(fn.index)
      groups.set(fn.service, group)
    }
    const history = {
      throughDay: Math.floor(deploymentEpochMs / dayMs) - 1,
      times: new Map<number, number[]>(),
      groups: [...groups.values()],
    }
    this.histories.set(partition, history)
    return history
  }
}
