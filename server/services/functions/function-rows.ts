import { asNumber, asObject, asText } from '#server/domain/json.ts'
import { REACH_LEVELS } from '#server/domain/reach/reach.ts'
import { SEVERITIES } from '#server/domain/severity.ts'
import type { Context } from '#server/services/context.ts'
import { ROLE_LEVELS } from '#server/services/roles/schema.ts'
import type { Scope } from '#server/services/scope/resolve-scope.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { type FunctionTallies, functionTallies } from './function-metrics-of.ts'
import type { FunctionRow } from './schema.ts'

type BaseRow = {
  id: number
  arn: string
  name: string
  account_id: string
  account_name: string
  region: string
  summary: unknown
  derived: unknown
  deleted_at: Date | null
  version: string | null
  firing: string | null
  worst: number | null
}

const SEVERITY_LIST = sql`${[...SEVERITIES]}::text[]`

/** Firing alerts by resource; `worst` counts from 1 = critical. */
export const firingAlerts = sql`SELECT resource_id, count(*) AS firing, min(array_position(${SEVERITY_LIST}, severity)) AS worst
  FROM alert WHERE state = 'firing' AND resource_id IS NOT NULL GROUP BY resource_id`

const CERTAINTIES = ['certain', 'conditional', 'unknown'] as const

function toRow(base: BaseRow, tallies: FunctionTallies | undefined): FunctionRow {
  const summary = asObject(base.summary)
  const text = (key: string) => asText(summary[key]) ?? null
  const number = (key: string) => asNumber(summary[key]) ?? null
  const { publicPolicy } = summary
  const derived = asObject(base.derived)
  const label = (key: 'owner' | 'env') => (key in derived ? (asText(derived[key]) ?? null) : text(key))
  const kinds = Array.isArray(derived.triggerKinds) ? derived.triggerKinds : []
  return {
    id: base.id,
    arn: base.arn,
    name: base.name,
    accountId: base.account_id,
    accountName: base.account_name,
    region: base.region,
    runtime: text('runtime'),
    packageType: text('packageType'),
    architecture: text('architecture'),
    memoryMb: number('memoryMb'),
    timeoutSeconds: number('timeoutSeconds'),
    version: base.version,
    lastModifiedAt: text('lastModifiedAt'),
    state: text('state'),
    owner: label('owner'),
    env: label('env'),
    criticality: asText(derived.criticality) ?? null,
    reach: REACH_LEVELS.find((level) => level === derived.reach) ?? 'unknown',
    reachCertainty: CERTAINTIES.find((one) => one === derived.reachCertainty) ?? 'unknown',
    roleLevel: ROLE_LEVELS.find((level) => level === derived.roleLevel) ?? 'unknown',
    triggers: asNumber(derived.triggers) ?? null,
    triggerKinds: kinds.filter((kind) => typeof kind === 'string'),
    urlAuth: text('urlAuth') ?? 'unknown',
    publicPolicy: typeof publicPolicy === 'boolean' ? publicPolicy : null,
    roleArn: text('roleArn'),
    alerts: {
      firing: Number(base.firing ?? 0),
      worst: base.worst === null ? null : (SEVERITIES[base.worst - 1] ?? null),
    },
    invocations: { total: tallies?.Invocations.total ?? null, spark: tallies?.Invocations.spark ?? [] },
    errors: { total: tallies?.Errors.total ?? null, spark: tallies?.Errors.spark ?? [] },
    throttles: tallies?.Throttles.total ?? null,
    timeouts: tallies?.Timeouts.total ?? null,
    maxDurationMs: tallies?.Duration.max ?? null,
    deletedAt: base.deleted_at?.toISOString() ?? null,
  }
}

/** Rows of these functions, in the order of the ids; ids of other things are left out. */
export async function functionRows(context: Context, scope: Scope, ids: number[]): Promise<FunctionRow[]> {
  if (ids.length === 0) return []
  const [bases, tallies] = await Promise.all([
    queryRows<BaseRow>(
      context.store.pool,
      sql`SELECT r.id, r.arn, r.name, r.account_id, coalesce(a.name, r.account_id) AS account_name, r.region, r.summary, r.derived, r.deleted_at,
          (SELECT max((x->>'version')::bigint)::text FROM jsonb_array_elements(
             CASE WHEN jsonb_typeof(v.record->'versions'->'value') = 'array' THEN v.record->'versions'->'value' ELSE '[]' END) x
           WHERE x->>'version' ~ '^[0-9]{1,18}$') AS version,
          al.firing, al.worst
        FROM resource r LEFT JOIN aws_account a ON a.id = r.account_id LEFT JOIN resource_version v ON v.id = r.current_version_id
        LEFT JOIN (${firingAlerts}) al ON al.resource_id = r.id
        WHERE r.id = ANY(${ids}::int[]) AND r.kind = 'function'`,
    ),
    functionTallies(context, scope, ids),
  ])
  const byId = new Map(bases.map((base) => [base.id, base]))
  return ids.flatMap((id) => {
    const base = byId.get(id)
    return base ? [toRow(base, tallies.get(id))] : []
  })
}
