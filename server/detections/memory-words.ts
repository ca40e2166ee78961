import type { Detection } from './define-detection.ts'

const days = (count: number) => `${count} ${count === 1 ? 'day' : 'days'}`

/** What a detection remembers, in words; null for those that go by one record. */
export function memoryWords(detection: Detection, parameters: Record<string, unknown>): string | null {
  switch (detection.kind) {
    case 'single':
      return null
    case 'threshold': {
      const { count, windowMs } = detection.limit(parameters)
      return `${count} of the same within ${Math.round(windowMs / 60_000)} minutes.`
    }
    case 'sequence':
      return `${detection.steps.map((step) => step.title).join(', then ')}; all within ${Math.round(detection.windowMs / 60_000)} minutes.`
    case 'first-seen':
      return `Something is new where it was not seen for ${days(detection.memoryDays)}; each ${detection.learns} is learned for ${days(detection.learningDays)} first.`
    case 'rate': {
      const { minimum, factor, baselineDays } = detection.limit(parameters)
      return `At least ${minimum} in an hour, and ${factor} times what was usual in ${days(baselineDays)} before.`
    }
  }
}
