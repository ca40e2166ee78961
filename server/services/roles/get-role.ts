import type { z } from 'zod'
import { type EffectivePermissions, roleAccess } from '#server/domain/access/access.ts'
import { asObject } from '#server/domain/json.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { NotFoundError } from '#server/errors.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { unpack } from '#server/store/packed.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { lastAccessedWords, readLastAccessed } from './last-accessed.ts'
import { type RoleBase, selectRoles, toRoleRow } from './role-rows.ts'
import type { getRoleQuery, RoleDetail } from './schema.ts'
import { shortenPermissions } from './shorten-permissions.ts'

type Head = {
  record: RoleRecord | null
  last_seen_at: Date
  access: unknown
  computed_at: Date | null
}

/** A role, what it may do, who may become it, and which functions run as it. @throws NotFoundError */
export async function getRole(
  context: Context,
  input: { id: number } & Partial<z.infer<typeof getRoleQuery>>,
): Promise<RoleDetail> {
  authorise(context, 'viewer')
  const { pool } = context.store
  const [[base], [head]] = await Promise.all([
    queryRows<RoleBase>(
      pool,
      selectRoles(sql`(SELECT * FROM resource WHERE id = ${input.id} AND kind = 'role')`),
    ),
    queryRows<Head>(
      pool,
      sql`SELECT coalesce(v.record, (SELECT record FROM resource_version WHERE resource_id = r.id ORDER BY valid_from DESC LIMIT 1)) AS record,
          r.last_seen_at, i.body AS access, i.computed_at
        FROM resource r LEFT JOIN resource_version v ON v.id = r.current_version_id LEFT JOIN insight i ON i.resource_id = r.id
        WHERE r.id = ${input.id} AND r.kind = 'role'`,
    ),
  ])
  if (!base || !head?.record) throw new NotFoundError('This role')
  const [functions, lastAccessed] = await Promise.all([
    queryRows<RoleDetail['functions'][number]>(
      pool,
      sql`SELECT f.id, f.name, f.account_id AS "accountId", f.region, coalesce(f.derived->>'reach', 'unknown') AS reach FROM resource f
        WHERE f.kind = 'function' AND f.deleted_at IS NULL AND f.summary->>'roleArn' = ${base.arn} ORDER BY f.name, f.region LIMIT 1000`,
    ),
    readLastAccessed(pool, base.arn),
  ])
  const access = roleAccess.safeParse({
    ...asObject(head.access),
    permissions: unpack(asObject(head.access).permissions),
  })
  const shown = input.actions === 'all' ? (all: EffectivePermissions) => all : shortenPermissions
  return {
    row: toRoleRow(base),
    record: head.record,
    collectedAt: head.last_seen_at.toISOString(),
    access: access.success ? { ...access.data, permissions: shown(access.data.permissions) } : null,
    accessAt: access.success ? (head.computed_at?.toISOString() ?? null) : null,
    functions,
    lastAccessed: lastAccessedWords(lastAccessed),
  }
}
