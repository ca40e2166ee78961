import { z } from 'zod'
import { DAY_MS } from '#server/domain/time.ts'
import { ENDING_MS } from '#server/services/ending-state.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import type { Store } from '#server/store/store.ts'
import { defineJob } from './define-job.ts'
import { remindOfEnding } from './remind-of-ending.ts'

type Ending = {
  id: string
  reason: string
  createdBy: string
  expiresAt: Date
  hits: number
  accountId: string | null
}

const USED_WITHIN_MS = 30 * DAY_MS

/** Reminds of entries of the allow-list that end within a fortnight and kept something from being an alert in the last thirty days. */
export async function watchAllowEntries({ pool }: Pick<Store, 'pool'>, now: Date): Promise<void> {
  const ending = await queryRows<Ending>(
    pool,
    sql`SELECT e.id, e.reason, e.created_by AS "createdBy", e.expires_at AS "expiresAt", count(h.id)::int AS hits,
        coalesce(e.account_id, min(h.account_id)) AS "accountId"
      FROM allow_entry e JOIN detection_hit h ON h.allowed_by = e.id AND h.at >= ${new Date(now.getTime() - USED_WITHIN_MS)}
      WHERE e.ended_at IS NULL AND e.expires_at > ${now} AND e.expires_at <= ${new Date(now.getTime() + ENDING_MS)} GROUP BY e.id`,
  )
  const what = ending.map(({ id, reason, createdBy, expiresAt, hits, accountId }) => ({
    id,
    title: `Entry of the allow-list ends on ${expiresAt.toISOString().slice(0, 10)}`,
    summary: `It kept ${hits} ${hits === 1 ? 'hit' : 'hits'} of 30 days from being alerts. Written by ${createdBy}: ${reason}`,
    accountId: accountId ?? '',
    expiresAt,
    evidence: [{ label: 'Hits in 30 days', value: String(hits) }],
  }))
  const response = 'Renew it with its reason, or let it end: Detections, Allow-list.'
  await remindOfEnding(pool, { ruleId: 'allow-entry-ending', what, response }, now)
}

export const watchAllowEntriesJob = defineJob({
  name: 'watch-allow-entries',
  input: z.object({}),
  keyOf: () => 'all',
  concurrency: 1,
  schedule: { cron: '*/5 * * * *', input: {} },
  expireInSeconds: 120,
  async run(context) {
    await watchAllowEntries(context.store, new Date(context.clock()))
  },
})
