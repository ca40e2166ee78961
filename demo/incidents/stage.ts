import type { CastRole, FunctionSpec, Partition, Statement, UrlSpec } from '#demo/estate/model.ts'
import { deploymentEpochMs } from '#demo/life/deployments.ts'
import type { MinuteLoad } from '#demo/life/minute-load.ts'
import type { Act } from '#demo/trail/act.ts'
import {
  activeAt,
  type Incident,
  type Occurrence,
  occurrence,
  occurrenceAt,
  type StagePlayers,
} from './incident.ts'

export type IncidentConfig = {
  modifiedMs: number
  code: string | undefined
  published: number
  url: UrlSpec | undefined
  statements: Statement[]
}

const reachMs = 3_600_000

/** Plays the scripted incidents on the cast, all from one anchor time. */
export class IncidentStage {
  readonly anchorMs: number
  readonly incidents: readonly Incident[]

  constructor(anchorMs: number, incidents: readonly Incident[]) {
    this.anchorMs = anchorMs
    this.incidents = incidents
  }

  changeLoad(fn: FunctionSpec, load: MinuteLoad, timeMs: number): void {
    for (const incident of this.of(fn)) {
      const active = activeAt(incident, this.anchorMs, timeMs)
      if (active) incident.changeLoad?.(fn, load, active, timeMs)
    }
  }

  /** What incidents have made of a function's configuration at a time. */
  configOf(fn: FunctionSpec, timeMs: number): IncidentConfig {
    const config: IncidentConfig = {
      modifiedMs: 0,
      code: undefined,
      published: 0,
      url: undefined,
      statements: [],
    }
    for (const incident of this.of(fn)) {
      const last = occurrenceAt(incident, this.anchorMs, timeMs)
      if (timeMs < last.endMs) {
        config.url = incident.url?.(fn, last) ?? config.url
        config.statements.push(...(incident.statements?.(fn) ?? []))
      }
      const mutations = (incident.mutations ?? []).filter((mutation) => mutation.cast === fn.cast)
      const done = mutations.filter((mutation) => last.startMs + mutation.afterMs <= timeMs)
      const latest = done.at(-1)
      if (latest) {
        config.modifiedMs = last.startMs + latest.afterMs
        config.code = latest.code === 'new' ? `${incident.id}-${last.startMs}` : undefined
      }
      const rounds = Math.max(0, Math.floor((last.startMs - deploymentEpochMs) / incident.periodMs))
      const publishing = mutations.filter((mutation) => mutation.publishes)
      config.published += rounds * publishing.length + done.filter((mutation) => mutation.publishes).length
    }
    return config
  }

  /** Trail entries of all incidents between two times. */
  acts(partition: Partition, fromMs: number, toMs: number): Act[] {
    const players = playersOf(partition)
    if (players.size === 0) return []
    return this.incidents.flatMap((incident) => {
      if (!incident.acts || !incident.cast.every((role) => players.has(role))) return []
      const acts: Act[] = []
      const first = occurrenceAt(incident, this.anchorMs, fromMs - incident.durationMs - reachMs).index
      const last = occurrenceAt(incident, this.anchorMs, toMs + reachMs).index
      for (let index = first; index <= last; index++) {
        for (const act of incident.acts(players, occurrence(incident, this.anchorMs, index))) {
          if (act.timeMs >= fromMs && act.timeMs < toMs) acts.push({ ...act, scripted: true })
        }
      }
      return acts
    })
  }

  /** Charges that incidents cause between two times, booked when they end. */
  chargeUsd(fromMs: number, toMs: number): number {
    let usd = 0
    for (const incident of this.incidents) {
      if (!incident.chargeUsd) continue
      const last = occurrenceAt(incident, this.anchorMs, toMs).index
      for (let index = last; ; index--) {
        const at = occurrence(incident, this.anchorMs, index)
        if (at.endMs < fromMs) break
        if (at.endMs < toMs) usd += incident.chargeUsd(at)
      }
    }
    return usd
  }

  /** The occurrences that are going on at a time. */
  active(timeMs: number): { id: string; occurrence: Occurrence }[] {
    return this.incidents.flatMap((incident) => {
      const active = activeAt(incident, this.anchorMs, timeMs)
      return active ? [{ id: incident.id, occurrence: active }] : []
    })
  }

  private of(fn: FunctionSpec): Incident[] {
    const { cast } = fn
    return cast ? this.incidents.filter((incident) => incident.cast.includes(cast)) : []
  }
}

function playersOf(partition: Partition): StagePlayers {
  const players = new Map<CastRole, FunctionSpec>()
  for (const fn of partition.functions.slice(0, 16)) if (fn.cast) players.set(fn.cast, fn)
  return players
}
