import { DAY_MS } from '#server/domain/time.ts'
import type { Exception } from '#server/store/generated/client.ts'
import { type ExceptionRow, exceptionSelector } from './schema.ts'

/** An exception that ends within this time is shown as ending, and its people are reminded. */
export const ENDING_MS = 14 * DAY_MS

const NOTHING = { checks: [], resources: [], arnPatterns: [], tags: [], accounts: [], everywhere: false }

export function toExceptionRow(record: Exception, findings: number, nowMs: number): ExceptionRow {
  const selector = exceptionSelector.safeParse(record.selector)
  const endsMs = record.expiresAt.getTime()
  const hasEnded = record.endedAt !== null || endsMs <= nowMs
  return {
    id: record.id,
    selector: selector.success ? selector.data : NOTHING,
    reason: record.reason,
    approver: record.approver,
    createdBy: record.createdBy,
    createdAt: record.createdAt.toISOString(),
    expiresAt: record.expiresAt.toISOString(),
    endedAt: (record.endedAt ?? (hasEnded ? record.expiresAt : null))?.toISOString() ?? null,
    endedBy: record.endedBy,
    state: hasEnded ? 'ended' : endsMs - nowMs <= ENDING_MS ? 'ending' : 'active',
    findings,
  }
}
