import { dayMs, type FunctionSpec, hourMs, type Partition } from '#demo/estate/model.ts'
import { hash32, unit } from '#demo/estate/prng.ts'
import type { IncidentStage } from '#demo/incidents/stage.ts'
import type { Deployments } from '#demo/life/deployments.ts'
import { functionState } from '#demo/life/function-state.ts'
import type { Act } from './act.ts'
import { backgroundActs } from './background.ts'
import { creationActs } from './creation-acts.ts'
import { deployActs } from './deploy-acts.ts'

const keptHours = 3_000

/** All management events of an account and region, made by the hour. */
export class Journal {
  private readonly seed: number
  private readonly deployments: Deployments
  private readonly stage: IncidentStage
  private readonly hours = new Map<string, Act[]>()
  private readonly creations = new Map<Partition, Map<number, Act[]>>()

  constructor(seed: number, deployments: Deployments, stage: IncidentStage) {
    this.seed = seed
    this.deployments = deployments
    this.stage = stage
  }

  /** The events of an hour since the epoch, newest first. */
  hour(partition: Partition, hour: number): Act[] {
    const key = `${partition.account.id}|${partition.region}|${hour}`
    const known = this.hours.get(key)
    if (known) return known
    const fromMs = hour * hourMs
    const toMs = fromMs + hourMs
    const acts = [
      ...backgroundActs(this.seed, partition, hour),
      ...this.deployed(partition, fromMs, toMs),
      ...this.created(partition, hour),
      ...(partition.account.home ? this.stage.acts(partition, fromMs, toMs) : []),
    ].sort((a, b) => b.timeMs - a.timeMs)
    if (this.hours.size >= keptHours) {
      const oldest = this.hours.keys().next().value
      if (oldest !== undefined) this.hours.delete(oldest)
    }
    this.hours.set(key, acts)
    return acts
  }

  /** Has the events of an hour made anew, since something was added to it. */
  forget(partition: Partition, hour: number): void {
    this.hours.delete(`${partition.account.id}|${partition.region}|${hour}`)
  }

  private deployed(partition: Partition, fromMs: number, toMs: number): Act[] {
    const state = (fn: FunctionSpec, atMs: number) =>
      functionState(partition, fn, atMs, this.deployments, this.stage)
    const day = Math.floor(fromMs / (24 * hourMs))
    return [day, Math.floor((toMs + hourMs) / (24 * hourMs))]
      .filter((d, i, days) => days.indexOf(d) === i)
      .flatMap((d) => this.deployments.onDay(partition, d))
      .filter((deployment) => deployment.atMs >= fromMs - hourMs && deployment.atMs < toMs + hourMs)
      .flatMap((deployment) => {
        const functions = deployment.functionIndexes.flatMap((index) => {
          const fn = partition.functions[index]
          return fn && fn.createdMs + hourMs <= deployment.atMs ? [fn] : []
        })
        return deployActs({
          atMs: deployment.atMs,
          service: deployment.service,
          run: deployment.run,
          functions,
          codeOf: (fn) => `deploy-${this.deployments.timesOf(partition, fn, deployment.atMs).length}`,
          versionOf: (fn) => state(fn, deployment.atMs).latestVersion,
        })
      })
      .filter((act) => act.timeMs >= fromMs && act.timeMs < toMs)
  }

  private created(partition: Partition, hour: number): Act[] {
    let byHour = this.creations.get(partition)
    if (!byHour) {
      byHour = Map.groupBy(
        partition.functions
          .filter((fn) => fn.createdMs > this.stage.anchorMs - 100 * dayMs)
          .flatMap(creationActs),
        (act) => Math.floor(act.timeMs / hourMs),
      )
      this.creations.set(partition, byHour)
    }
    return byHour.get(hour) ?? []
  }
}

/** How long after it happened an event can be looked up: one to three minutes. */
export function delayMsOf(act: Act): number {
  return 60_000 + Math.floor(unit(hash32(act.name, act.timeMs)) * 120_000)
}
