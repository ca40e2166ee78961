import type { CastRole, FunctionSpec, Statement, UrlSpec } from '#demo/estate/model.ts'
import type { MinuteLoad } from '#demo/life/minute-load.ts'
import type { Act } from '#demo/trail/act.ts'

export type Occurrence = { index: number; startMs: number; endMs: number }

/** A change of one function's configuration at a time relative to the start of the occurrence. */
export type Mutation = {
  cast: CastRole
  afterMs: number
  code: 'new' | 'restore' | 'none'
  publishes: boolean
}

export type StagePlayers = Map<CastRole, FunctionSpec>

/** A scripted incident: when it comes round, and what it does to load, configuration, trail and bill. */
export type Incident = {
  id: string
  /** How often it starts again, where in that period relative to the anchor, and how long it lasts. */
  periodMs: number
  offsetMs: number
  durationMs: number
  cast: CastRole[]
  changeLoad?(fn: FunctionSpec, load: MinuteLoad, at: Occurrence, timeMs: number): void
  mutations?: Mutation[]
  url?(fn: FunctionSpec, at: Occurrence): UrlSpec
  statements?(fn: FunctionSpec): Statement[]
  acts?(players: StagePlayers, at: Occurrence): Act[]
  chargeUsd?(at: Occurrence): number
}

/** Longer ago what changes the load came round this many times less often: what is usual of a day is without it. */
const PAST_RARITY = 25
const rarityOf = ({ changeLoad }: Incident) => (changeLoad ? PAST_RARITY : 1)

/** The occurrence that began last before (or at) a time; it may be over already. */
export function occurrenceAt(incident: Incident, anchorMs: number, timeMs: number): Occurrence {
  const first = firstOften(incident)
  const sinceMs = timeMs - occurrence(incident, anchorMs, first).startMs
  const rarity = sinceMs < 0 ? rarityOf(incident) : 1
  return occurrence(incident, anchorMs, first + Math.floor(sinceMs / (incident.periodMs * rarity)))
}

export function occurrence(incident: Incident, anchorMs: number, index: number): Occurrence {
  const first = firstOften(incident)
  const periods = index < first ? first + (index - first) * rarityOf(incident) : index
  const startMs = anchorMs + incident.offsetMs + periods * incident.periodMs
  return { index, startMs, endMs: startMs + incident.durationMs }
}

/** The last occurrence that began before the anchor. */
function firstOften({ offsetMs }: Incident): number {
  return offsetMs > 0 ? -1 : 0
}

/** The occurrence that is going on at a time, if one is. */
export function activeAt(incident: Incident, anchorMs: number, timeMs: number): Occurrence | undefined {
  const last = occurrenceAt(incident, anchorMs, timeMs)
  return timeMs < last.endMs ? last : undefined
}
