import type { ChartMark } from '#components/charts/chart-types.ts'
import { visibleText } from '#server/domain/text.ts'
import type { Mark } from '#server/services/functions/schema.ts'

/** The marks of the API as charts draw them, with a link to the alert or the event. */
export function marksOf(marks: readonly Mark[]): ChartMark[] {
  return marks.map((mark) => ({
    at: Date.parse(mark.at),
    kind: mark.kind,
    label: visibleText(mark.actor ? `${mark.label} by ${mark.actor}` : mark.label),
    href: mark.alertId
      ? `/alerts/${encodeURIComponent(mark.alertId)}`
      : mark.eventId
        ? `/events/${encodeURIComponent(mark.eventId)}`
        : undefined,
  }))
}
