import type { DetectionGroup } from '#server/detections/define-detection.ts'
import { brief } from '#server/detections/facts/act-match.ts'
import type { Severity } from '#server/domain/severity.ts'
import { visibleText } from '#server/domain/text.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import type { Evidence } from '#server/domain/verdict.ts'
import { fieldOf, textOfValue } from './field-values.ts'
import type { SigmaAbout } from './rule-schema.ts'

const SEVERITY_OF: Record<NonNullable<SigmaAbout['level']>, Severity> = {
  informational: 'info',
  low: 'low',
  medium: 'medium',
  high: 'high',
  critical: 'critical',
}
const GROUP: DetectionGroup = 'sessions'
const MOST_FIELDS = 8

/** What a rule says of itself, as our own detections do. */
export function aboutRule(id: string, rule: SigmaAbout, definition: string) {
  const off = rule.status === 'deprecated' ? { off: 'Its authors have given it up for another rule.' } : {}
  return {
    id,
    group: GROUP,
    definition,
    ...off,
    title: brief(visibleText(rule.title).replace(/\.$/, ''), 120),
    severity: SEVERITY_OF[rule.level ?? 'medium'],
    why: brief(rule.description?.trim().replace(/\s+/g, ' ') || rule.title, 1_000),
    techniques: techniquesOf(rule.tags ?? []),
    falsePositives: brief((rule.falsepositives ?? []).join(' '), 1_000) || 'The rule names none.',
    response: [
      {
        text: 'Look at the record, and at what its actor did before and after, on the Events page.',
        command: null,
      },
    ],
    references: (rule.references ?? [])
      .filter((text) => URL.canParse(text) && text.startsWith('https://'))
      .slice(0, 20),
    needs: ['trail-events'],
    elsewhere: rule.id ? [`Sigma ${rule.id}`] : [],
    risks: [],
    examples: { fires: [], quiet: [] },
  }
}

function techniquesOf(tags: readonly string[]): string[] {
  const ids = tags.flatMap(
    (tag) => /^attack\.(t\d{4}(?:\.\d{3})?)$/i.exec(tag.trim())?.[1]?.toUpperCase() ?? [],
  )
  return [...new Set(ids)]
}

/** What the rule's author wanted to be seen of a record. */
export function fieldsOf(rule: SigmaAbout): (record: TrailRecord) => Evidence[] {
  const fields = (rule.fields ?? []).slice(0, MOST_FIELDS).map((name) => ({ name, read: fieldOf(name) }))
  return (record) =>
    fields.flatMap(({ name, read }) => {
      const texts = read(record)
        .map(textOfValue)
        .filter((text) => text !== undefined)
      return texts.length > 0 ? [{ label: name, value: texts.slice(0, 5).join(', ') }] : []
    })
}
