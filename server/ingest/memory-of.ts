import type { Detection } from '#server/detections/define-detection.ts'
import { makeRule, type Tuning } from '#server/detections/engine/rule.ts'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'

/** How far back a detection looks, in milliseconds: what it saw before changes nothing any more. */
export function memoryOf(detection: Detection, tuning: Tuning | undefined): number {
  const rule = makeRule(detection, tuning)
  switch (rule.kind) {
    case 'single':
      return 0
    case 'threshold':
      return rule.windowMs
    case 'sequence':
      return rule.detection.windowMs
    case 'first-seen':
      return Math.max(rule.memoryMs, rule.learningMs)
    case 'rate':
      return rule.baselineDays * DAY_MS + HOUR_MS
  }
}
