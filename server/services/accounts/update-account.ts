import { NotFoundError } from '#server/errors.ts'
import { recordAudit } from '#server/services/audit/record-audit.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { accountRows } from './account-rows.ts'
import type { AccountRow, UpdateAccountInput } from './schema.ts'

/** Renames an account, chooses its regions, or stops and starts watching it. @throws NotFoundError */
export async function updateAccount(
  context: Context,
  input: { id: string } & UpdateAccountInput,
): Promise<AccountRow> {
  authorise(context, 'admin')
  const { id, ...changes } = input
  await context.store.prisma.$transaction(async (tx) => {
    const before = await tx.awsAccount.findUnique({ where: { id } })
    if (!before) throw new NotFoundError('This account')
    await tx.awsAccount.update({ where: { id }, data: changes })
    const { name, enabled, regions, environment, owner } = before
    await recordAudit(tx, context, {
      action: 'account.update',
      entity: 'account',
      entityId: id,
      details: { before: { name, enabled, regions, environment, owner }, after: changes },
    })
  })
  const [row] = await accountRows(context, id)
  if (!row) throw new NotFoundError('This account')
  return row
}
