import { Time } from '#components/ui/time.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { Learning } from '#server/services/metrics/schema.ts'

const WHOLE_DAYS = 14

/** Says openly that nothing can be called unusual yet, and for how long that will be so. */
export function LearningNote({ learning }: { learning: Learning | null }) {
  if (!learning) return null
  const days = Math.min(WHOLE_DAYS, Math.floor(learning.days))
  return (
    <p className="m-0 text-table text-muted">
      Learning what is usual for {learning.metrics.map(visibleText).join(', ')}: {days} of {WHOLE_DAYS} days,
      since <Time at={learning.since} />. Until then little is called unusual.
    </p>
  )
}
