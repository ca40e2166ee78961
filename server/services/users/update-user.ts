import { ConflictError, NotFoundError } from '#server/errors.ts'
import { recordAudit } from '#server/services/audit/record-audit.ts'
import { authorise, type Context } from '#server/services/context.ts'
import type { UpdateUserInput, UserRow } from './schema.ts'
import { toUserRow } from './user-row.ts'

/** Changes a role, or disables a user, who loses every session at once. @throws NotFoundError, ConflictError for the last administrator */
export async function updateUser(
  context: Context,
  input: { id: string } & UpdateUserInput,
): Promise<UserRow> {
  authorise(context, 'admin')
  const { id, ...changes } = input
  const user = await context.store.prisma.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT 1 FROM auth_user WHERE role = 'admin' ORDER BY id FOR UPDATE`
    const before = await tx.authUser.findUnique({ where: { id } })
    if (!before) throw new NotFoundError('This user')
    const after = await tx.authUser.update({ where: { id }, data: changes })
    const admins = await tx.authUser.count({ where: { role: 'admin', disabled: false } })
    if (admins === 0) throw new ConflictError('Somebody must stay administrator.')
    if (after.disabled) await tx.authSession.deleteMany({ where: { userId: id } })
    await recordAudit(tx, context, {
      action: 'user.update',
      entity: 'user',
      entityId: id,
      details: {
        before: { role: before.role, disabled: before.disabled },
        after: { role: after.role, disabled: after.disabled },
      },
    })
    return after
  })
  return toUserRow(user)
}
