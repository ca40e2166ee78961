import { valueOr } from '#server/domain/field.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { NotFoundError } from '#server/errors.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { propose } from '#server/services/roles/propose.ts'
import type { RoleProposal } from '#server/services/roles/schema.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { findFunction } from './get-function.ts'

/** The policy that one function needs by itself, whoever else runs as its role. @throws NotFoundError */
export async function proposeForFunction(
  context: Pick<Context, 'store' | 'clock'>,
  input: { id: number; days: number },
): Promise<RoleProposal> {
  const head = await findFunction(context, input.id)
  const arn = valueOr<string | null>(head.record.roleArn, null)
  const [role] = await queryRows<{ id: number; record: RoleRecord }>(
    context.store.pool,
    sql`SELECT r.id, v.record FROM resource r JOIN resource_version v ON v.id = r.current_version_id
      WHERE r.arn = ${arn ?? ''} AND r.kind = 'role' AND r.deleted_at IS NULL LIMIT 1`,
  )
  if (!role) throw new NotFoundError("The record of this function's role")
  return propose(context, { role, functionId: head.id, days: input.days })
}

/** @throws NotFoundError */
export async function getFunctionProposal(
  context: Context,
  input: { id: number; days: number },
): Promise<RoleProposal> {
  authorise(context, 'viewer')
  return proposeForFunction(context, input)
}
