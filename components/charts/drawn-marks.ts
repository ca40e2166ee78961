import type { ChartMark } from '#components/charts/chart-types.ts'
import { visibleText } from '#server/domain/text.ts'
import type { Mark } from '#server/services/functions/schema.ts'

/** So many places of a chart have a mark of their own. */
const PLACES = 80
const LABELS_SHOWN = 3
const WORDS: Record<Mark['kind'], string> = {
  deployment: 'deployments',
  configuration: 'configuration changes',
  alert: 'alerts',
}

type Options = { places?: number; kinds?: readonly Mark['kind'][] }

/** Where a mark leads: to its alert, or to the record of the change. */
export function markHref(mark: Pick<Mark, 'alertId' | 'eventId'>): string | undefined {
  if (mark.alertId) return `/alerts/${encodeURIComponent(mark.alertId)}`
  return mark.eventId ? `/events?peek=${encodeURIComponent(mark.eventId)}` : undefined
}

const labelOf = (mark: Mark) => visibleText(mark.actor ? `${mark.label} by ${mark.actor}` : mark.label)

/**
 * What happened, as marks of a chart: those of one kind that would stand in one place become one mark that counts them,
 * and leads to the first. `kinds` names those that are drawn, where there are too many for one chart.
 */
export function drawnMarks(
  marks: readonly Mark[],
  fromMs: number,
  toMs: number,
  { places = PLACES, kinds }: Options = {},
): ChartMark[] {
  const placeMs = Math.max(1, (toMs - fromMs) / places)
  const groups = Map.groupBy(
    marks.filter((mark) => !kinds || kinds.includes(mark.kind)),
    (mark) => `${mark.kind} ${Math.floor((Date.parse(mark.at) - fromMs) / placeMs)}`,
  )
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const labels = group.slice(0, LABELS_SHOWN).map(labelOf).join('; ')
    const more = group.length > LABELS_SHOWN ? ` and ${group.length - LABELS_SHOWN} more` : ''
    return {
      at: Date.parse(first.at),
      kind: first.kind,
      label: group.length === 1 ? labels : `${group.length} ${WORDS[first.kind]}: ${labels}${more}`,
      href: markHref(first),
    }
  })
}
