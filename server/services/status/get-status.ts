import packageJson from '#package.json' with { type: 'json' }
import { MINUTE_MS } from '#server/domain/time.ts'
import { readEnv } from '#server/env.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { type BlindSpot, blindSpots } from '#server/services/coverage/blind-spots.ts'
import { coverageRows } from '#server/services/coverage/coverage-rows.ts'
import type { CoverageRow } from '#server/services/coverage/schema.ts'
import { effectiveLabel } from '#server/store/labels.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import type { Status } from './schema.ts'

/** A worker that ended no run for this long is taken for dead: account metrics are polled every minute. */
const ALIVE_MS = 10 * MINUTE_MS

type Facts = {
  alive_at: Date | null
  firing: string
  critical: string
  high: string
  accounts: { id: string; name: string }[] | null
  regions: string[] | null
  envs: string[] | null
  first_sweep_done: boolean
  mode: unknown
}

const FACTS = sql`SELECT
  (SELECT max(started_at) FROM collector_run) AS alive_at,
  f.firing, f.critical, f.high,
  (SELECT json_agg(json_build_object('id', id, 'name', name) ORDER BY home DESC, name) FROM aws_account WHERE enabled) AS accounts,
  (SELECT array_agg(DISTINCT region ORDER BY region) FROM resource WHERE region <> 'global' AND deleted_at IS NULL) AS regions,
  (SELECT array_agg(env ORDER BY env) FROM (SELECT DISTINCT ${effectiveLabel(sql`r`, 'env')} AS env FROM resource r WHERE kind = 'function' AND deleted_at IS NULL) e WHERE env <> '') AS envs,
  (EXISTS (SELECT 1 FROM aws_account WHERE enabled) AND NOT EXISTS (SELECT 1 FROM aws_account a WHERE a.enabled
    AND a.status NOT IN ('denied', 'failed')
    AND NOT EXISTS (SELECT 1 FROM collector_run c WHERE c.account_id = a.id AND c.collector = 'functions' AND c.finished_at IS NOT NULL))) AS first_sweep_done,
  (SELECT value FROM setting WHERE key = 'mode') AS mode
FROM (SELECT count(*) AS firing, count(*) FILTER (WHERE severity = 'critical') AS critical,
  count(*) FILTER (WHERE severity = 'high') AS high FROM alert WHERE state = 'firing') f`

const STATE_WORDS: Record<string, string> = { denied: 'denied', failed: 'failed', malformed: 'not readable' }
const plural = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`

/** "lambda:GetPolicy denied in 2 regions of 1 account. Not known: who may invoke a function (31 times)" */
function inWords({ permission, state, hides, accounts, regions, functions }: BlindSpot): string {
  const where = `in ${plural(regions.length, 'region')} of ${plural(accounts.length, 'account')}`
  return `${permission} ${STATE_WORDS[state] ?? state} ${where}. Not known: ${hides} (${plural(functions, 'time')})`
}

/** What the shell shows on every page. The mode is what the program was started with; SIGHTLINE_MODE, else the setting "mode", else aws. */
export async function getStatus(context: Context): Promise<Status> {
  const { userId, name, email, role } = authorise(context, 'viewer')
  const [[facts], coverage] = await Promise.all([
    queryRows<Facts>(context.store.pool, FACTS),
    coverageRows(context, { accounts: undefined, regions: undefined }),
  ])
  const now = context.clock()
  const newest = (times: (string | null)[]) => Math.max(0, ...times.map((at) => (at ? Date.parse(at) : 0)))
  const endedAtMs = newest(coverage.map((row) => (row.status === 'running' ? null : row.lastRunAt)))
  const aliveAtMs = Math.max(endedAtMs, facts?.alive_at?.getTime() ?? 0)
  const hadData = (row: CoverageRow) => row.status === 'ok' || row.status === 'partial'
  const dataAtMs = newest(coverage.map((row) => (hadData(row) ? row.lastRunAt : row.lastOkAt)))
  const partial = blindSpots(coverage).map((spot) => ({ text: inWords(spot), href: '/settings/coverage' }))
  return {
    now: new Date(now).toISOString(),
    mode: readEnv().SIGHTLINE_MODE ?? (facts?.mode === 'demo' ? 'demo' : 'aws'),
    version: packageJson.version,
    user: { id: userId, name, email, role },
    dataAt: dataAtMs > 0 ? new Date(dataAtMs).toISOString() : null,
    workerAlive: now - aliveAtMs < ALIVE_MS,
    firing: {
      total: Number(facts?.firing ?? 0),
      critical: Number(facts?.critical ?? 0),
      high: Number(facts?.high ?? 0),
    },
    accounts: facts?.accounts ?? [],
    regions: facts?.regions ?? [],
    envs: facts?.envs ?? [],
    firstSweepDone: facts?.first_sweep_done ?? false,
    partial,
  }
}
