import { ConflictError } from '#server/errors.ts'
import { recordAudit } from '#server/services/audit/record-audit.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { hashPassword, insertUser } from './insert-user.ts'
import type { CreateUserInput, UserRow } from './schema.ts'
import { toUserRow } from './user-row.ts'

/** @throws ConflictError when the e-mail is taken */
export async function createUser(context: Context, input: CreateUserInput): Promise<UserRow> {
  authorise(context, 'admin')
  const hash = await hashPassword(input.password)
  const user = await context.store.prisma.$transaction(async (tx) => {
    if (await tx.authUser.findUnique({ where: { email: input.email.toLowerCase() } })) {
      throw new ConflictError('A user with this e-mail exists.')
    }
    const made = await insertUser(tx, input, hash)
    await recordAudit(tx, context, {
      action: 'user.create',
      entity: 'user',
      entityId: made.id,
      details: { email: made.email, role: made.role },
    })
    return made
  })
  return toUserRow(user)
}
