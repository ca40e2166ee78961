import type { OwnRule as Stored } from '#server/store/generated/client.ts'
import { type OwnRuleRow, ownRule } from './schema.ts'

export type RuleCounts = { fail: number; unknown: number }

/** A stored rule for the list; undefined where it is not understood any more. */
export function toRuleRow(
  record: Stored,
  counts: RuleCounts = { fail: 0, unknown: 0 },
): OwnRuleRow | undefined {
  const parsed = ownRule.safeParse(record.body)
  if (!parsed.success) return undefined
  return {
    rule: parsed.data,
    enabled: record.enabled,
    source: record.source === 'folder' ? 'folder' : 'browser',
    file: record.file,
    problem: record.problem,
    ...counts,
    updatedBy: record.updatedBy,
    updatedAt: record.updatedAt?.toISOString() ?? null,
  }
}
