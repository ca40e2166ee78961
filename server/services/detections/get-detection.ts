import { type Detection, type Example, parametersOf } from '#server/detections/define-detection.ts'
import { exampleRecord } from '#server/detections/example-record.ts'
import { memoryWords } from '#server/detections/memory-words.ts'
import { TACTICS, techniqueOf } from '#server/domain/attack/techniques.ts'
import { controlsOf } from '#server/frameworks/controls-of.ts'
import { allowEntriesFor } from '#server/services/allow-entries/allow-entries-for.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { parameterRows } from '#server/services/parameter-rows.ts'
import type { ScopeQuery } from '#server/services/scope.schema.ts'
import { collectorsThatRan, dataEventsOf } from './blindness.ts'
import { findDetection } from './catalogue.ts'
import { type DetectionFacts, detectionRow, readFacts } from './detection-rows.ts'
import { learnedAt, learningDays } from './learning.ts'
import type { DetectionDetail } from './schema.ts'

const exampleOf = ({ title, records }: Example) => ({
  title,
  records: records.map((record, i) => exampleRecord(record, i)),
})

function needsOf(detection: Detection, ran: Set<string>, facts: DetectionFacts): DetectionDetail['needs'] {
  const collectors = detection.needs.map((what) => ({ what, isThere: ran.has(what), note: null }))
  const data = dataEventsOf(detection).names
  const missing = data.filter((name) => !facts.arrived.has(name))
  if (data.length === 0) return collectors
  return [
    ...collectors,
    {
      what: `data events (${data.slice(0, 4).join(', ')}${data.length > 4 ? ', …' : ''})`,
      isThere: missing.length < data.length,
      note: missing.length === 0 ? null : `Not seen in 30 days: ${missing.join(', ')}`,
    },
  ]
}

/** Everything about one detection: what it means, what it needs, its examples, and how this installation has it. @throws NotFoundError */
export async function getDetection(
  context: Context,
  { id, ...query }: { id: string } & ScopeQuery,
): Promise<DetectionDetail> {
  authorise(context, 'viewer')
  const detection = await findDetection(id)
  const [facts, ran, entries] = await Promise.all([
    readFacts(context, query, [detection]),
    collectorsThatRan(context, detection.needs),
    allowEntriesFor(context, id),
  ])
  const tuning = facts.tunings.get(id)
  const given = parametersOf(detection, tuning?.parameters)
  const learnDays = learningDays(detection, tuning?.parameters)
  const techniques = detection.techniques.map(techniqueOf)
  return {
    row: detectionRow(detection, facts),
    why: detection.why,
    severityNote: detection.severityNote ?? null,
    falsePositives: detection.falsePositives,
    response: detection.response,
    techniques: techniques.map((one) => ({ ...one, tactics: one.tactics.map((tactic) => TACTICS[tactic]) })),
    looksAt: { sources: [...detection.sources], names: [...detection.names] },
    memory: memoryWords(detection, given),
    needs: needsOf(detection, ran, facts),
    parameters: detection.parameters ? parameterRows(detection.parameters, tuning?.parameters) : [],
    examples: {
      fires: detection.examples.fires.map(exampleOf),
      quiet: detection.examples.quiet.map(exampleOf),
    },
    definition: detection.definition ?? null,
    references: detection.references,
    elsewhere: detection.elsewhere,
    frameworks: controlsOf(id),
    tuning: tuning
      ? {
          enabled: tuning.enabled,
          severity: tuning.severity,
          reason: tuning.reason,
          updatedBy: tuning.updatedBy,
          updatedAt: tuning.updatedAt.toISOString(),
        }
      : null,
    learning:
      learnDays === 0
        ? []
        : facts.accounts.map((account) => {
            const until = learnedAt(account, learnDays)
            return {
              accountId: account.accountId,
              accountName: account.accountName,
              since: account.since.toISOString(),
              until: until.toISOString(),
              learned: until.getTime() <= facts.nowMs,
            }
          }),
    allowEntries: entries.length,
  }
}
