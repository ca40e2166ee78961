import { RESOURCE_KINDS, type ResourceKind } from '#server/domain/records/resource-kind.ts'
import { NotFoundError } from '#server/errors.ts'
import type { Context } from '#server/services/context.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import type { ResourceHistory } from './schema.ts'

type Row = {
  id: number
  kind: string
  name: string
  arn: string
  account_id: string
  region: string
  first_seen_at: Date
  deleted_at: Date | null
}

export type ResourceHead = ResourceHistory['resource']

export function resourceKindOf(text: string): ResourceKind {
  const kind = RESOURCE_KINDS.find((one) => one === text)
  if (!kind) throw new NotFoundError('This resource')
  return kind
}

/** What is kept of a resource whatever its kind, also when it was deleted. @throws NotFoundError */
export async function findResource({ store }: Context, id: number): Promise<ResourceHead> {
  const [row] = await queryRows<Row>(
    store.pool,
    sql`SELECT id, kind, name, arn, account_id, region, first_seen_at, deleted_at FROM resource WHERE id = ${id}`,
  )
  if (!row) throw new NotFoundError('This resource')
  return {
    id: row.id,
    kind: resourceKindOf(row.kind),
    name: row.name,
    arn: row.arn,
    accountId: row.account_id,
    region: row.region,
    firstSeenAt: row.first_seen_at.toISOString(),
    deletedAt: row.deleted_at?.toISOString() ?? null,
  }
}
