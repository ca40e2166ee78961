import { lastAccessed } from '#server/collectors/last-accessed.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import { DAY_MS } from '#server/domain/time.ts'
import { moveCursor, readCursor } from '#server/store/cursors.ts'
import { saveLastAccessed } from '#server/store/save-last-accessed.ts'
import { announceChanges } from './announce-changes.ts'
import { defineJob, type WorkerContext } from './define-job.ts'
import { runRecorded } from './run-recorded.ts'
import { isDueForVerification } from './sweep-kind.ts'
import { accountInput, findTarget } from './targets.ts'

export const POLL_LAST_ACCESSED = 'poll-last-accessed'
/** How many roles that were never asked about are taken up in one run. */
const NEW_A_RUN = 15

export type LastAccessedCursor = { askedTo: string }

/** Execution roles of the account's functions: those whose moment of the day has come, and a few that are new. */
async function rolesToAsk(
  context: WorkerContext,
  accountId: string,
  sinceMs: number,
  nowMs: number,
): Promise<string[]> {
  const { rows } = await context.store.pool.query<{ arn: string; known: boolean }>(
    `SELECT r.arn, l.role_arn IS NOT NULL AS known FROM resource r
     LEFT JOIN role_last_accessed l ON l.role_arn = r.arn
     WHERE r.account_id = $1 AND r.kind = 'role' AND r.deleted_at IS NULL AND EXISTS (
       SELECT FROM resource f JOIN resource_version v ON v.id = f.current_version_id
       WHERE f.account_id = $1 AND f.kind = 'function' AND f.deleted_at IS NULL
         AND v.record->'roleArn'->>'value' = r.arn)
     ORDER BY r.arn`,
    [accountId],
  )
  const due = rows.filter(({ arn, known }) => known && isDueForVerification(arn, sinceMs, nowMs))
  const fresh = rows.filter(({ known }) => !known).slice(0, NEW_A_RUN)
  return [...due, ...fresh].map(({ arn }) => arn)
}

/** Asks IAM what the roles of functions last used: once a day a role, spread over the day. */
export const pollLastAccessed = defineJob({
  name: POLL_LAST_ACCESSED,
  input: accountInput,
  keyOf: (input) => input.accountId,
  concurrency: 4,
  expireInSeconds: 3600,
  async run(context, { accountId }, signal) {
    const target = await findTarget(context, { accountId, region: GLOBAL_REGION })
    if (!target) return
    const { pool } = context.store
    const key = { collector: POLL_LAST_ACCESSED, accountId, region: GLOBAL_REGION }
    const nowMs = context.clock()
    const cursor = await readCursor<LastAccessedCursor>(pool, key)
    const sinceMs = cursor ? Date.parse(cursor.askedTo) : nowMs - DAY_MS
    const arns = await rolesToAsk(context, accountId, sinceMs, nowMs)
    if (arns.length > 0) {
      await runRecorded(context, target, lastAccessed, arns, signal, (roles) =>
        saveLastAccessed(pool, accountId, roles, new Date(context.clock())),
      )
      await announceChanges(context, accountId, true)
    }
    if (signal.aborted) return
    await moveCursor(pool, key, { askedTo: new Date(nowMs).toISOString() }, new Date(context.clock()))
  },
})
