import { type Detection, parametersOf } from '#server/detections/define-detection.ts'
import { NO_CONTEXT } from '#server/detections/no-context.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

const isAbout = ({ sources, names }: Detection, { eventSource, eventName }: TrailRecord) =>
  (sources.includes('*') || sources.includes(eventSource)) &&
  (names.includes('*') || names.includes(eventName))

/**
 * What a detection makes of one record: whether it fires, or, for one with a memory, what it would count or learn of it.
 * Undefined where the record is nothing to it.
 */
export function judged(
  detection: Detection,
  record: TrailRecord,
  settings: unknown = {},
): string | undefined {
  if (!isAbout(detection, record)) return undefined
  const parameters = parametersOf(detection, settings)
  switch (detection.kind) {
    case 'single':
      return detection.evaluate(record, NO_CONTEXT, parameters) && 'fires'
    case 'first-seen': {
      const seen = detection.select(record, NO_CONTEXT, parameters)
      return seen && `${record.accountId} ${seen.subject} ${seen.value}`
    }
    case 'sequence':
      return detection.steps.some((step) => step.select(record, NO_CONTEXT) !== undefined)
        ? 'step'
        : undefined
    default: {
      const counted = detection.select(record, NO_CONTEXT, parameters)
      return counted && (!Array.isArray(counted) || counted.length > 0) ? 'counted' : undefined
    }
  }
}
