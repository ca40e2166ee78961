import {
  type Detection,
  type DetectionContext,
  type DetectionMatch,
  parametersOf,
} from '#server/detections/define-detection.ts'
import { DetectionEngine } from '#server/detections/engine/detection-engine.ts'
import { MemoryState } from '#server/detections/engine/memory-state.ts'
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

/** Whether a detection that is asked about the records of its sources and names alone is told of this one. */
export function firesOn(detection: Detection, record: TrailRecord): boolean {
  const engine = new DetectionEngine({ detections: [detection] })
  return engine.run([record], NO_CONTEXT, new MemoryState()).hits.length > 0
}
