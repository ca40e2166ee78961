import {
  type Detection,
  type DetectionContext,
  type DetectionMatch,
  parametersOf,
} from '#server/detections/define-detection.ts'
import { NO_CONTEXT } from '#server/detections/no-context.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

/** What a detection of one record says of it. */
export function evaluateDetection(
  detection: Detection,
  record: TrailRecord,
  context: Partial<DetectionContext> = {},
): DetectionMatch | undefined {
  if (detection.kind !== 'single') throw new TypeError(`${detection.id} does not go by one record`)
  return detection.evaluate(record, { ...NO_CONTEXT, ...context }, parametersOf(detection, {}))
}
