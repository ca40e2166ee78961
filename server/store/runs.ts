import type { Pool } from 'pg'
import type { CollectorProblem, RunStatus } from '#server/domain/collector-problem.ts'
import { jsonText } from './json-text.ts'
import { ADD_SPEND } from './watch-spend.ts'

export type RunKey = { collector: string; accountId: string; region: string }

export type RunSummary = {
  status: RunStatus
  items: number
  calls: number
  throttles: number
  costUsd: number
  durationMs: number
  problems: CollectorProblem[]
}

export async function beginRun(pool: Pool, key: RunKey, now: Date): Promise<number> {
  const { rows } = await pool.query<{ id: number }>(
    `INSERT INTO collector_run (collector, account_id, region, started_at, status)
     VALUES ($1, $2, $3, $4, 'running') RETURNING id`,
    [key.collector, key.accountId, key.region, now],
  )
  return rows[0]?.id ?? 0
}

/** Ends a run, and counts what it cost to its day. */
export async function endRun(pool: Pool, id: number, summary: RunSummary, now: Date): Promise<void> {
  await pool.query(
    `WITH ended AS (
       UPDATE collector_run SET finished_at = $2, status = $3, items = $4, calls = $5, throttles = $6, cost_usd = $7,
         duration_ms = $8, problems = $9 WHERE id = $1 RETURNING collector, account_id, region, calls, throttles, cost_usd
     )
     INSERT INTO watch_spend (account_id, day, region, collector, calls, throttles, cost_usd)
     SELECT account_id, ($2::timestamptz AT TIME ZONE 'UTC')::date, region, collector, calls, throttles, cost_usd FROM ended
     ${ADD_SPEND}`,
    [
      id,
      now,
      summary.status,
      summary.items,
      summary.calls,
      summary.throttles,
      summary.costUsd,
      Math.round(summary.durationMs),
      jsonText(summary.problems),
    ],
  )
}

export async function forgetRun(pool: Pool, id: number): Promise<void> {
  await pool.query('DELETE FROM collector_run WHERE id = $1', [id])
}

/** A run that began before `before` and never ended was left by a dead worker: it failed. Others may go on elsewhere. */
export async function closeAbandonedRuns(pool: Pool, before: Date, now: Date): Promise<number> {
  const problem = {
    operation: 'run',
    permission: '',
    state: 'failed',
    code: 'WorkerStopped',
    message: 'The worker stopped during this run; the next run does it again.',
    count: 1,
    resources: [],
  }
  const { rowCount } = await pool.query(
    `UPDATE collector_run SET status = 'failed', finished_at = $1, problems = $2 WHERE status = 'running' AND started_at < $3`,
    [now, JSON.stringify([problem]), before],
  )
  return rowCount ?? 0
}

/** Deletes runs that ended before `before`, but never the last of its kind: coverage is told from it. */
export async function dropOldRuns(pool: Pool, before: Date): Promise<number> {
  const { rowCount } = await pool.query(
    `DELETE FROM collector_run old WHERE started_at < $1 AND EXISTS (
       SELECT 1 FROM collector_run newer WHERE newer.collector = old.collector AND newer.account_id = old.account_id
         AND newer.region = old.region AND newer.started_at > old.started_at AND newer.status <> 'running')`,
    [before],
  )
  return rowCount ?? 0
}
