import { z } from 'zod'
import { HOUR_MS } from '#server/domain/time.ts'
import { defineJob } from './define-job.ts'
import { discoverAccounts } from './discover-accounts.ts'
import { syncOrganization } from './sync-organization.ts'

const SYNC_EVERY_MS = HOUR_MS

/** Once a minute: has new accounts looked at without waiting for the next round, and organizations asked each hour. */
export const watchAccounts = defineJob({
  name: 'watch-accounts',
  input: z.object({}),
  keyOf: () => 'all',
  concurrency: 1,
  schedule: { cron: '* * * * *', input: {} },
  expireInSeconds: 120,
  async run(context) {
    const { pool } = context.store
    const { rows: sources } = await pool.query<{ sourceId: number }>(
      `SELECT id AS "sourceId" FROM organization_source
       WHERE enabled AND (last_sync_at IS NULL OR last_sync_at <= $1) ORDER BY id`,
      [new Date(context.clock() - SYNC_EVERY_MS)],
    )
    await context.sendAll(syncOrganization, sources)
    const { rows } = await pool.query<{ pending: boolean }>(
      `SELECT EXISTS (SELECT FROM aws_account
         WHERE enabled AND status = 'pending' AND (role_arn IS NOT NULL OR profile IS NOT NULL)) AS pending`,
    )
    if (rows[0]?.pending) await context.send(discoverAccounts, {})
  },
})
