import type { Detection } from '#server/detections/define-detection.ts'
import { techniqueOf } from '#server/domain/attack/techniques.ts'
import type { Context } from '#server/services/context.ts'
import { resolveScope } from '#server/services/scope/resolve-scope.ts'
import type { ScopeQuery } from '#server/services/scope.schema.ts'
import { arrivedNames, blindnessOf, dataEventsOf, isTrailRead } from './blindness.ts'
import { groupOf } from './catalogue.ts'
import { type Known, knownAccounts, learningDays, learningOf } from './learning.ts'
import type { DetectionRow, Seen } from './schema.ts'
import { notSeen, seenByDetection } from './seen.ts'
import { isOn, readTunings, type Tunings } from './tunings.ts'

/** What all rows are made of. */
export type DetectionFacts = {
  tunings: Tunings
  seen: Map<string, Seen>
  accounts: Known[]
  arrived: Set<string>
  isTrailRead: boolean
  nowMs: number
}

export async function readFacts(
  context: Context,
  query: ScopeQuery,
  detections: readonly Detection[],
): Promise<DetectionFacts> {
  const scope = resolveScope(context, query)
  const only = detections.length === 1 ? detections[0]?.id : undefined
  const dataEvents = detections.flatMap((one) => dataEventsOf(one).names)
  const [tunings, seen, accounts, arrived, read] = await Promise.all([
    readTunings(context.store.pool),
    seenByDetection(context, scope, only),
    knownAccounts(context, scope),
    arrivedNames(context, dataEvents),
    isTrailRead(context),
  ])
  return { tunings, seen, accounts, arrived, isTrailRead: read, nowMs: context.clock() }
}

const tacticsOf = (techniques: readonly string[]) => [
  ...new Set(techniques.flatMap((id) => techniqueOf(id).tactics)),
]

export function detectionRow(detection: Detection, facts: DetectionFacts): DetectionRow {
  const { id, title, kind, severity, techniques, off = null } = detection
  const tuning = facts.tunings.get(id)
  const enabled = isOn(detection, tuning)
  const learning = learningOf(learningDays(detection, tuning?.parameters), facts.accounts, facts.nowMs)
  const blindness = blindnessOf(detection, facts.arrived, facts.isTrailRead)
  const state = !enabled ? 'off' : blindness !== null ? 'blind' : learning?.learning ? 'learning' : 'on'
  return {
    id,
    title,
    group: groupOf(detection),
    kind,
    severity: tuning?.severity ?? severity,
    catalogueSeverity: severity,
    techniques: [...techniques],
    tactics: tacticsOf(techniques),
    enabled,
    off,
    isTuned: tuning !== undefined,
    state,
    blindness,
    learning,
    seen: facts.seen.get(id) ?? notSeen(),
  }
}
