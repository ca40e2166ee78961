import type { ChartMark } from '#components/charts/chart-types.ts'
import { visibleText } from '#server/domain/text.ts'
import type { Mark } from '#server/services/functions/schema.ts'

const PLACES = 40
const LABELS_SHOWN = 3
const WORDS: Record<Mark['kind'], string> = {
  deployment: 'deployments',
  configuration: 'configuration changes',
  alert: 'alerts',
}

function hrefOf(mark: Mark): string | undefined {
  if (mark.alertId) return `/alerts/${encodeURIComponent(mark.alertId)}`
  return mark.eventId ? `/events?peek=${encodeURIComponent(mark.eventId)}` : undefined
}

const labelOf = (mark: Mark) => visibleText(mark.actor ? `${mark.label} by ${mark.actor}` : mark.label)

/**
 * Deployments and alerts as marks of a chart over a whole account; those of one kind that would stand in one place become
 * one mark that counts them. Configuration changes are left out: there are too many for one chart.
 */
export function marksOf(marks: readonly Mark[], fromMs: number, toMs: number): ChartMark[] {
  const placeMs = Math.max(1, (toMs - fromMs) / PLACES)
  const places = new Map<string, Mark[]>()
  for (const mark of marks) {
    if (mark.kind === 'configuration') continue
    const key = `${mark.kind} ${Math.floor((Date.parse(mark.at) - fromMs) / placeMs)}`
    places.set(key, [...(places.get(key) ?? []), mark])
  }
  return [...places.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const labels = group.slice(0, LABELS_SHOWN).map(labelOf).join('; ')
    const more = group.length > LABELS_SHOWN ? ` and ${group.length - LABELS_SHOWN} more` : ''
    return {
      at: Date.parse(first.at),
      kind: first.kind,
      label: group.length === 1 ? labels : `${group.length} ${WORDS[first.kind]}: ${labels}${more}`,
      href: group.length === 1 ? hrefOf(first) : undefined,
    }
  })
}
