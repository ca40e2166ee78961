import type { PoolClient } from 'pg'
import { CHECK_BY_ID } from '#server/checks/index.ts'
import { severityRank } from '#server/domain/severity.ts'
import type { Signal } from '#server/domain/signal.ts'
import { recordSignals } from '#server/services/alerts/record-signals.ts'
import { resolveQuietAlerts } from '#server/services/alerts/resolve-quiet-alerts.ts'
import { queryRows, sql } from '#server/store/sql.ts'

const isCombined = ({ ruleId }: Signal) => CHECK_BY_ID.get(ruleId)?.group === 'combined'

/** The worst first; of two of one severity what combines others stands for them. */
function byWeight(a: Signal, b: Signal): number {
  return (
    severityRank(a.severity) - severityRank(b.severity) ||
    Number(isCombined(b)) - Number(isCombined(a)) ||
    (a.ruleId < b.ruleId ? -1 : 1)
  )
}

/**
 * One alert a resource: the worst of its findings that are worth one and that nobody excepted. The others stay findings,
 * and alerts of theirs that are open resolve.
 */
export async function tellWorst(
  db: PoolClient,
  signals: readonly Signal[],
  resourceIds: readonly number[],
  now: Date,
): Promise<void> {
  const rows = await queryRows<{ key: string }>(
    db,
    sql`SELECT check_id || ' ' || resource_id AS key FROM finding
      WHERE status = 'excepted' AND resource_id = ANY(${[...resourceIds]}::int[])`,
  )
  const excepted = new Set(rows.map((row) => row.key))
  const told: Signal[] = []
  const quiet: { fingerprint: string; clearAfterMs: number; why: string }[] = []
  const hush = ({ fingerprint }: Signal, why: string) => quiet.push({ fingerprint, clearAfterMs: 0, why })
  for (const own of Map.groupBy(signals, (signal) => signal.resourceId).values()) {
    const [worst, ...others] = own
      .filter((signal) => !excepted.has(`${signal.ruleId} ${signal.resourceId}`))
      .toSorted(byWeight)
    if (worst) told.push(worst)
    for (const one of others)
      hush(one, `A worse finding of the same resource stands for it: ${worst?.title}.`)
    for (const one of own) if (excepted.has(`${one.ruleId} ${one.resourceId}`)) hush(one, 'It is excepted.')
  }
  await recordSignals(db, told, now)
  await resolveQuietAlerts(db, quiet, now)
}
