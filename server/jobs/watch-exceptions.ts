import { z } from 'zod'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import type { Signal } from '#server/domain/signal.ts'
import { recordSignals } from '#server/services/alerts/record-signals.ts'
import { resolveQuietAlerts } from '#server/services/alerts/resolve-quiet-alerts.ts'
import { reapplyExceptions } from '#server/services/exceptions/change-exceptions.ts'
import { ENDING_MS } from '#server/services/exceptions/exception-rows.ts'
import { inTransaction } from '#server/store/in-transaction.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import type { Store } from '#server/store/store.ts'
import { defineJob } from './define-job.ts'

type Ending = {
  id: string
  reason: string
  approver: string
  expiresAt: Date
  findings: number
  accountId: string | null
}

const fingerprint = (id: string) => `exception-ending:${id}`

function reminder({ id, reason, approver, expiresAt, findings, accountId }: Ending, now: Date): Signal {
  const day = expiresAt.toISOString().slice(0, 10)
  return {
    ruleId: 'exception-ending',
    ruleKind: 'check',
    severity: 'low',
    fingerprint: fingerprint(id),
    title: `Exception ends on ${day}: ${findings} ${findings === 1 ? 'finding opens' : 'findings open'} again`,
    summary: `Decided by ${approver}: ${reason}`,
    accountId: accountId ?? '',
    region: GLOBAL_REGION,
    functionName: null,
    resourceId: null,
    evidence: {
      items: [
        { label: 'Ends', value: expiresAt.toISOString() },
        { label: 'Findings', value: String(findings) },
      ],
      eventIds: [],
      metric: null,
      response: [
        {
          text: 'Mend what it covers, renew it with its reason, or let it end: Posture, Exceptions.',
          command: null,
        },
      ],
    },
    startedAt: now,
    seenAt: now,
  }
}

/** Lets exceptions end when their time is over, and reminds of those that end within a fortnight and still cover something. */
export async function watchExceptions(store: Store, now: Date): Promise<void> {
  await reapplyExceptions(store, now)
  const ending = await queryRows<Ending>(
    store.pool,
    sql`SELECT e.id, e.reason, e.approver, e.expires_at AS "expiresAt", count(f.id)::int AS findings,
        coalesce(min(f.account_id), (SELECT id FROM aws_account ORDER BY home DESC, id LIMIT 1)) AS "accountId"
      FROM exception e JOIN finding f ON f.exception_id = e.id AND f.status = 'excepted'
      WHERE e.ended_at IS NULL AND e.expires_at > ${now} AND e.expires_at <= ${new Date(now.getTime() + ENDING_MS)} GROUP BY e.id`,
  )
  await inTransaction(store.pool, async (db) => {
    const open = await queryRows<{ fingerprint: string }>(
      db,
      sql`SELECT fingerprint FROM alert WHERE rule_id = 'exception-ending' AND state <> 'resolved'`,
    )
    const due = new Set(ending.map((one) => fingerprint(one.id)))
    const fresh = ending.filter((one) => !open.some((alert) => alert.fingerprint === fingerprint(one.id)))
    await recordSignals(
      db,
      fresh.map((one) => reminder(one, now)),
      now,
    )
    const over = open.filter((alert) => !due.has(alert.fingerprint))
    await resolveQuietAlerts(
      db,
      over.map((alert) => ({
        ...alert,
        clearAfterMs: 0,
        why: 'It was renewed, has ended, or covers nothing any more.',
      })),
      now,
    )
    await db.query(
      'UPDATE exception SET reminded_at = $2 WHERE id = ANY($1::uuid[]) AND reminded_at IS NULL',
      [ending.map((one) => one.id), now],
    )
  })
}

export const watchExceptionsJob = defineJob({
  name: 'watch-exceptions',
  input: z.object({}),
  keyOf: () => 'all',
  concurrency: 1,
  schedule: { cron: '*/5 * * * *', input: {} },
  expireInSeconds: 300,
  async run(context) {
    await watchExceptions(context.store, new Date(context.clock()))
  },
})
