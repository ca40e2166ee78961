import { TACTIC_IDS, TACTICS, TECHNIQUE_IDS, techniqueOf } from '#server/domain/attack/techniques.ts'
import { authorise, type Context } from '#server/services/context.ts'
import type { ScopeQuery } from '#server/services/scope.schema.ts'
import { readCatalogue } from './catalogue.ts'
import { detectionRow, readFacts } from './detection-rows.ts'
import type { AttackCell, AttackCoverage, DetectionRow } from './schema.ts'

const sum = (rows: DetectionRow[], of: (row: DetectionRow) => number) =>
  rows.reduce((total, row) => total + of(row), 0)

/** Why nothing is seen of a technique; null where something may be. */
function blindnessOf(rows: DetectionRow[]): string | null {
  if (rows.length === 0) return 'No detection looks for it.'
  if (rows.some((row) => row.state === 'on' || row.state === 'learning')) return null
  const blind = rows.find((row) => row.state === 'blind')
  return blind?.blindness ?? 'Every detection of it is switched off.'
}

function cell(id: string, rows: DetectionRow[]): AttackCell {
  const count = (...states: DetectionRow['state'][]) =>
    rows.filter((row) => states.includes(row.state)).length
  return {
    id,
    name: techniqueOf(id).name,
    on: count('on', 'learning'),
    off: count('off'),
    blind: count('blind'),
    hits: sum(rows, (row) => row.seen.hits),
    alerts: sum(rows, (row) => row.seen.alerts),
    blindness: blindnessOf(rows),
  }
}

const parentOf = (id: string) => id.split('.')[0] ?? id

/**
 * Which techniques of ATT&CK detections look for, tactic by tactic, what they saw in 30 days, and of which nothing is
 * seen, and why. A technique that detections name only by its sub-techniques has them in its place.
 */
export async function getAttackCoverage(context: Context, query: ScopeQuery): Promise<AttackCoverage> {
  authorise(context, 'viewer')
  const { detections } = await readCatalogue()
  const facts = await readFacts(context, query, detections)
  const rows = detections.map((one) => detectionRow(one, facts))
  const named = new Set(rows.flatMap((row) => row.techniques))
  const families = new Set([...named].map(parentOf))
  const unnamed = TECHNIQUE_IDS.filter((id) => !id.includes('.') && !families.has(id))
  const cells = [...named, ...unnamed]
    .map((id) =>
      cell(
        id,
        rows.filter((row) => row.techniques.includes(id)),
      ),
    )
    .sort((a, b) => b.on - a.on || b.off + b.blind - a.off - a.blind || (a.id < b.id ? -1 : 1))
  return {
    tactics: TACTIC_IDS.map((id) => ({
      id,
      name: TACTICS[id],
      techniques: cells.filter((one) => techniqueOf(one.id).tactics.includes(id)),
    })).filter((tactic) => tactic.techniques.length > 0),
  }
}
