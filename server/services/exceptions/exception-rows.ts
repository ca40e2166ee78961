import { endingState } from '#server/services/ending-state.ts'
import type { Exception } from '#server/store/generated/client.ts'
import { type ExceptionRow, exceptionSelector } from './schema.ts'

const NOTHING = { checks: [], resources: [], arnPatterns: [], tags: [], accounts: [], everywhere: false }

export function toExceptionRow(record: Exception, findings: number, nowMs: number): ExceptionRow {
  const selector = exceptionSelector.safeParse(record.selector)
  return {
    id: record.id,
    selector: selector.success ? selector.data : NOTHING,
    reason: record.reason,
    approver: record.approver,
    createdBy: record.createdBy,
    createdAt: record.createdAt.toISOString(),
    expiresAt: record.expiresAt.toISOString(),
    endedBy: record.endedBy,
    ...endingState(record, nowMs),
    findings,
  }
}
