import type { Detection } from '#server/detections/define-detection.ts'
import { isEnabled, makeRule, type Tuning } from '#server/detections/engine/rule.ts'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import type { Rulebook } from './rulebook.ts'

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

/** The same of all detections that run, by their ids. */
export function memoriesOf({
  detections,
  tunings,
}: Pick<Rulebook, 'detections' | 'tunings'>): Map<string, number> {
  const running = detections.filter((detection) => isEnabled(detection, tunings.get(detection.id)))
  return new Map(running.map((detection) => [detection.id, memoryOf(detection, tunings.get(detection.id))]))
}
