import type { DetectionContext } from '#server/detections/define-detection.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

/** Whether the record's function is known to be of production, or of high criticality, by tag or by label. */
export function functionMatters(record: TrailRecord, context: DetectionContext): boolean {
  if (record.functionName === null) return false
  const facts = context.functionOf(record.accountId, record.region, record.functionName)
  return (
    /^(prod|prd|production|live)$/i.test(facts?.environment ?? '') ||
    /^(critical|high)$/i.test(facts?.criticality ?? '')
  )
}
