import { z } from 'zod'
import { ENDING_MS } from '#server/services/ending-state.ts'
import { reapplyExceptions } from '#server/services/exceptions/change-exceptions.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import type { Store } from '#server/store/store.ts'
import { defineJob } from './define-job.ts'
import { remindOfEnding } from './remind-of-ending.ts'

type Ending = {
  id: string
  reason: string
  approver: string
  expiresAt: Date
  findings: number
  accountId: string | null
}

/** Lets exceptions end when their time is over, and reminds of those that end within a fortnight and still cover something. */
export async function watchExceptions(store: Store, now: Date): Promise<void> {
  const { pool } = store
  await reapplyExceptions(store, now)
  const ending = await queryRows<Ending>(
    pool,
    sql`SELECT e.id, e.reason, e.approver, e.expires_at AS "expiresAt", count(f.id)::int AS findings,
        coalesce(min(f.account_id), (SELECT id FROM aws_account ORDER BY home DESC, id LIMIT 1)) AS "accountId"
      FROM exception e JOIN finding f ON f.exception_id = e.id AND f.status = 'excepted'
      WHERE e.ended_at IS NULL AND e.expires_at > ${now} AND e.expires_at <= ${new Date(now.getTime() + ENDING_MS)} GROUP BY e.id`,
  )
  const what = ending.map(({ id, reason, approver, expiresAt, findings, accountId }) => ({
    id,
    title: `Exception ends on ${expiresAt.toISOString().slice(0, 10)}: ${findings} ${findings === 1 ? 'finding opens' : 'findings open'} again`,
    summary: `Decided by ${approver}: ${reason}`,
    accountId: accountId ?? '',
    expiresAt,
    evidence: [{ label: 'Findings', value: String(findings) }],
  }))
  const response = 'Mend what it covers, renew it with its reason, or let it end: Posture, Exceptions.'
  await remindOfEnding(pool, { ruleId: 'exception-ending', what, response }, now)
  await pool.query(
    'UPDATE exception SET reminded_at = $2 WHERE id = ANY($1::uuid[]) AND reminded_at IS NULL',
    [ending.map((one) => one.id), now],
  )
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
