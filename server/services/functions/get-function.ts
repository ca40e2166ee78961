import { parseArn } from '#server/domain/arn.ts'
import { valueOr } from '#server/domain/field.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { NotFoundError } from '#server/errors.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { resolveScope } from '#server/services/scope/resolve-scope.ts'
import type { ScopeQuery } from '#server/services/scope.schema.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { functionTriggers, readInsight } from './function-insight.ts'
import { functionRows } from './function-rows.ts'
import { readLimits } from './read-limits.ts'
import type { FunctionDetail } from './schema.ts'

export type FunctionHead = {
  id: number
  account_id: string
  region: string
  name: string
  arn: string
  last_seen_at: Date
  record: FunctionRecord | null
}

/** The function with its newest record. @throws NotFoundError */
export async function findFunction(
  { store }: Pick<Context, 'store'>,
  id: number,
): Promise<FunctionHead & { record: FunctionRecord }> {
  const [head] = await queryRows<FunctionHead>(
    store.pool,
    sql`SELECT r.id, r.account_id, r.region, r.name, r.arn, r.last_seen_at, coalesce(v.record,
        (SELECT record FROM resource_version WHERE resource_id = r.id ORDER BY valid_from DESC LIMIT 1)) AS record
      FROM resource r LEFT JOIN resource_version v ON v.id = r.current_version_id WHERE r.id = ${id} AND r.kind = 'function'`,
  )
  if (!head?.record) throw new NotFoundError('This function')
  return { ...head, record: head.record }
}

async function roleOf(
  context: Context,
  head: FunctionHead & { record: FunctionRecord },
): Promise<FunctionDetail['role']> {
  const { roleArn: field } = head.record
  const arn = valueOr<string | null>(field, null) ?? null
  if (arn === null) {
    const missing =
      field.state === 'denied' ? `${field.permission} is denied` : 'the configuration names no role'
    return { id: null, arn, record: null, missing, sharedWith: [] }
  }
  const { pool } = context.store
  const [roles, shared, runs] = await Promise.all([
    queryRows<{ id: number; record: RoleRecord | null }>(
      pool,
      sql`SELECT r.id, v.record FROM resource r LEFT JOIN resource_version v ON v.id = r.current_version_id
        WHERE r.arn = ${arn} AND r.kind = 'role' AND r.deleted_at IS NULL LIMIT 1`,
    ),
    queryRows<{ id: number; name: string }>(
      pool,
      sql`SELECT id, name FROM resource WHERE kind = 'function' AND deleted_at IS NULL AND account_id = ${head.account_id}
        AND summary->>'roleArn' = ${arn} AND id <> ${head.id} ORDER BY name LIMIT 200`,
    ),
    queryRows<{ status: string }>(
      pool,
      sql`SELECT status FROM collector_run WHERE collector = 'roles' AND account_id = ${head.account_id} AND status <> 'running' ORDER BY started_at DESC LIMIT 1`,
    ),
  ])
  const role = roles[0]
  return {
    id: role?.id ?? null,
    arn,
    record: role?.record ?? null,
    missing: role?.record ? null : whyMissing(arn, head.account_id, runs[0]?.status),
    sharedWith: shared,
  }
}

function whyMissing(arn: string, accountId: string, lastRun: string | undefined): string {
  if (parseArn(arn)?.accountId !== accountId) return 'the role belongs to another account'
  if (lastRun === undefined) return 'roles have not been collected yet'
  if (lastRun === 'denied') return 'iam:GetAccountAuthorizationDetails is denied'
  if (lastRun === 'failed') return 'the last collection of roles failed'
  return 'IAM does not list this role: it may have been deleted'
}

/** Everything that is known of one function now. @throws NotFoundError */
export async function getFunction(
  context: Context,
  input: { id: number } & ScopeQuery,
): Promise<FunctionDetail> {
  authorise(context, 'viewer')
  const scope = resolveScope(context, input)
  const head = await findFunction(context, input.id)
  const { pool } = context.store
  const [rows, role, mappings, limits, triggers, insight] = await Promise.all([
    functionRows(context, scope, [head.id]),
    roleOf(context, head),
    queryRows<{ record: EventSourceMappingRecord }>(
      pool,
      sql`SELECT v.record FROM resource r JOIN resource_version v ON v.id = r.current_version_id
        WHERE r.kind = 'event-source-mapping' AND r.deleted_at IS NULL AND r.account_id = ${head.account_id} AND r.region = ${head.region}
          AND r.summary->>'functionName' = ${head.name} ORDER BY r.id LIMIT 200`,
    ),
    readLimits(context, head),
    functionTriggers(context, head.id),
    readInsight(context, head.id),
  ])
  const [row] = rows
  if (!row) throw new NotFoundError('This function')
  return {
    row,
    record: head.record,
    collectedAt: head.last_seen_at.toISOString(),
    role,
    triggers,
    triggersUnseen: insight.triggersUnseen,
    mappings: mappings.map((mapping) => mapping.record),
    limits,
  }
}
