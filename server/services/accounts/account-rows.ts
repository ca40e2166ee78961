import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import type { Context } from '#server/services/context.ts'
import { watchedRegions } from '#server/services/coverage/coverage-rows.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import type { AccountRow } from './schema.ts'

const ORIGINS = ['home', 'role', 'profile', 'organization'] as const
const STATUSES = ['pending', 'ok', 'denied', 'failed'] as const

type Record = {
  id: string
  name: string
  alias: string | null
  home: boolean
  origin: string
  role_arn: string | null
  profile: string | null
  ou_path: string | null
  environment: string | null
  owner: string | null
  external_id: string | null
  regions: string[]
  enabled_regions: string[]
  enabled: boolean
  status: string
  status_reason: string | null
  functions: string
  roles: string
  mappings: string
  last_sweep_at: Date | null
  first_run_at: Date | null
  cost_24h: number | null
}

/** All accounts, or one. The monthly cost is the last day's times 30; null before an hour of history. */
export async function accountRows({ store, clock }: Context, id?: string): Promise<AccountRow[]> {
  const now = clock()
  const rows = await queryRows<Record>(
    store.pool,
    sql`SELECT a.*, coalesce(r.functions, 0) AS functions, coalesce(r.roles, 0) AS roles, coalesce(r.mappings, 0) AS mappings,
        (SELECT max(finished_at) FROM collector_run c WHERE c.account_id = a.id AND c.collector = 'functions') AS last_sweep_at, c.first_run_at, c.cost_24h
      FROM aws_account a
      LEFT JOIN (SELECT account_id, count(*) FILTER (WHERE kind = 'function') AS functions, count(*) FILTER (WHERE kind = 'role') AS roles,
          count(*) FILTER (WHERE kind = 'event-source-mapping') AS mappings FROM resource WHERE deleted_at IS NULL GROUP BY 1) r ON r.account_id = a.id
      LEFT JOIN (SELECT account_id, min(started_at) AS first_run_at, sum(cost_usd) AS cost_24h
          FROM collector_run WHERE started_at >= ${new Date(now - DAY_MS)} GROUP BY 1) c ON c.account_id = a.id
      WHERE ${id === undefined ? sql`TRUE` : sql`a.id = ${id}`} ORDER BY a.home DESC, a.name, a.id`,
  )
  return rows.map((row) => {
    const spanMs = row.first_run_at ? now - row.first_run_at.getTime() : 0
    const monthly =
      row.cost_24h !== null && spanMs >= HOUR_MS
        ? (row.cost_24h / Math.min(spanMs, DAY_MS)) * 30 * DAY_MS
        : null
    return {
      id: row.id,
      name: row.name,
      alias: row.alias,
      home: row.home,
      origin: row.home ? 'home' : (ORIGINS.find((origin) => origin === row.origin) ?? 'role'),
      roleArn: row.role_arn,
      profile: row.profile,
      ouPath: row.ou_path,
      environment: row.environment,
      owner: row.owner,
      hasExternalId: row.external_id !== null,
      regions: row.regions,
      enabledRegions: row.enabled_regions,
      watchedRegions: watchedRegions(row),
      enabled: row.enabled,
      status: STATUSES.find((status) => status === row.status) ?? 'pending',
      statusReason: row.status_reason,
      functions: Number(row.functions),
      roles: Number(row.roles),
      mappings: Number(row.mappings),
      lastSweepAt: row.last_sweep_at?.toISOString() ?? null,
      costUsdPerMonth: monthly,
    }
  })
}
