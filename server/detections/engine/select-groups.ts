import type { DetectionContext } from '#server/detections/define-detection.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import type { StatefulRule } from './rule.ts'
import type { RuleIndex } from './rule-index.ts'
import type { Group, Selected } from './selected.ts'
import { stateKey, stateValue } from './state-text.ts'

export type Failure = { detectionId: string; eventId: string; error: string }
export type Selection = { groups: Group[]; failures: Failure[] }

const MAX_ERROR_LENGTH = 300

export function failureOf(detectionId: string, eventId: string, error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error)
  return { detectionId, eventId, error: message.slice(0, MAX_ERROR_LENGTH) }
}

/** Asks every rule with a memory what it makes of these records, and puts together what goes under one key. */
export function selectGroups(
  index: RuleIndex,
  records: readonly TrailRecord[],
  context: DetectionContext,
): Selection {
  const byRule = new Map<StatefulRule, Map<string, Group>>()
  const failures: Failure[] = []
  for (const record of records) {
    for (const rule of index.rulesFor(record.eventSource, record.eventName)) {
      if (rule.kind === 'single') continue
      try {
        select(byRule, rule, record, context)
      } catch (error) {
        failures.push(failureOf(rule.detection.id, record.eventId, error))
      }
    }
  }
  return { groups: [...byRule.values()].flatMap((groups) => [...groups.values()]), failures }
}

type Groups = Map<StatefulRule, Map<string, Group>>

function select(groups: Groups, rule: StatefulRule, record: TrailRecord, context: DetectionContext): void {
  if (rule.kind === 'sequence') {
    const { steps } = rule.detection
    for (let step = 0; step < steps.length; step += 1) {
      const key = steps[step]?.select(record, context)
      if (key !== undefined) groupOf(groups, rule, record, key).selected.push(selectedOf(record, step))
    }
    return
  }
  if (rule.kind === 'first-seen') {
    const seen = rule.detection.select(record, context, rule.parameters)
    if (!seen) return
    const key = `v${seen.subject.length} ${seen.subject} ${seen.value}`
    const group = groupOf(groups, rule, record, key)
    group.seen ??= {
      ...seen,
      subjectKey: rule.detection.learns === 'subject' ? stateKey(`s ${seen.subject}`) : null,
    }
    group.selected.push(selectedOf(record, 0))
    return
  }
  const selected = rule.detection.select(record, context, rule.parameters)
  if (!selected) return
  for (const { key, value } of isSeveral(selected) ? selected : [selected])
    groupOf(groups, rule, record, key).selected.push(selectedOf(record, 0, value))
}

const isSeveral = (selected: object): selected is readonly object[] => Array.isArray(selected)

function selectedOf(record: TrailRecord, step: number, value?: string): Selected {
  const selected: Selected = {
    record,
    timeMs: record.eventTime.getTime(),
    id: stateValue(record.eventId),
    step,
  }
  if (value !== undefined) selected.value = stateValue(value)
  return selected
}

function groupOf(groups: Groups, rule: StatefulRule, record: TrailRecord, key: string): Group {
  const { accountId } = record
  const name = `${accountId} ${key}`
  let ofRule = groups.get(rule)
  if (!ofRule) {
    ofRule = new Map()
    groups.set(rule, ofRule)
  }
  let group = ofRule.get(name)
  if (!group) {
    group = { rule, accountId, key: stateKey(key), selected: [] }
    ofRule.set(name, group)
  }
  return group
}
