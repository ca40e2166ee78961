import type { Pool } from 'pg'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import type { Evidence } from '#server/domain/verdict.ts'
import { recordSignals } from '#server/services/alerts/record-signals.ts'
import { resolveQuietAlerts } from '#server/services/alerts/resolve-quiet-alerts.ts'
import { inTransaction } from '#server/store/in-transaction.ts'
import { queryRows, sql } from '#server/store/sql.ts'

/** Something that holds until a time, and ends soon. */
export type EndingSoon = {
  id: string
  title: string
  summary: string
  accountId: string
  expiresAt: Date
  evidence: Evidence[]
}

/** Opens one alert for each thing that ends soon, and resolves those of things that were renewed, ended, or cover nothing any more. */
export async function remindOfEnding(
  pool: Pool,
  { ruleId, what, response }: { ruleId: string; what: EndingSoon[]; response: string },
  now: Date,
): Promise<void> {
  const fingerprint = (id: string) => `${ruleId}:${id}`
  await inTransaction(pool, async (db) => {
    const open = await queryRows<{ fingerprint: string }>(
      db,
      sql`SELECT fingerprint FROM alert WHERE rule_id = ${ruleId} AND state <> 'resolved'`,
    )
    const due = new Set(what.map((one) => fingerprint(one.id)))
    const fresh = what.filter((one) => !open.some((alert) => alert.fingerprint === fingerprint(one.id)))
    await recordSignals(
      db,
      fresh.map(({ id, title, summary, accountId, expiresAt, evidence }) => ({
        ruleId,
        ruleKind: 'check',
        severity: 'low',
        fingerprint: fingerprint(id),
        title,
        summary,
        accountId,
        region: GLOBAL_REGION,
        functionName: null,
        resourceId: null,
        evidence: {
          items: [{ label: 'Ends', value: expiresAt.toISOString() }, ...evidence],
          eventIds: [],
          metric: null,
          response: [{ text: response, command: null }],
        },
        startedAt: now,
        seenAt: now,
      })),
      now,
    )
    const over = open.filter((alert) => !due.has(alert.fingerprint))
    const why = 'It was renewed, has ended, or covers nothing any more.'
    await resolveQuietAlerts(
      db,
      over.map((alert) => ({ ...alert, clearAfterMs: 0, why })),
      now,
    )
  })
}
