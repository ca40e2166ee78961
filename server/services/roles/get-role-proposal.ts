import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { NotFoundError } from '#server/errors.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { propose } from './propose.ts'
import type { RoleProposal } from './schema.ts'

/** The policy that a role needs, with the evidence for each line that stays and goes. @throws NotFoundError */
export async function getRoleProposal(
  context: Context,
  input: { id: number; days: number },
): Promise<RoleProposal> {
  authorise(context, 'viewer')
  const [role] = await queryRows<{ id: number; record: RoleRecord }>(
    context.store.pool,
    sql`SELECT r.id, v.record FROM resource r JOIN resource_version v ON v.id = r.current_version_id
      WHERE r.id = ${input.id} AND r.kind = 'role' AND r.deleted_at IS NULL`,
  )
  if (!role) throw new NotFoundError('This role')
  return propose(context, { role, functionId: null, days: input.days })
}
