import { parseArn } from '#server/domain/arn.ts'
import { ConflictError, InvalidInputError, NotFoundError } from '#server/errors.ts'
import { recordAudit } from '#server/services/audit/record-audit.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { accountRows } from './account-rows.ts'
import type { AccountRow, AddAccountInput } from './schema.ts'

/** Watches the account that the role belongs to; the worker assumes the role at its next round. @throws ConflictError when it is watched already */
export async function addAccount(context: Context, input: AddAccountInput): Promise<AccountRow> {
  authorise(context, 'admin')
  const arn = parseArn(input.roleArn)
  if (!arn?.accountId) throw new InvalidInputError('The ARN of the role names no account.')
  const { accountId: id, partition } = arn
  const { name, roleArn, externalId, regions } = input
  await context.store.prisma.$transaction(async (tx) => {
    if (await tx.awsAccount.findUnique({ where: { id } }))
      throw new ConflictError(`Account ${id} is watched already.`)
    await tx.awsAccount.create({
      data: { id, name, partition, roleArn, externalId: externalId ?? null, regions },
    })
    await recordAudit(tx, context, {
      action: 'account.add',
      entity: 'account',
      entityId: id,
      details: { name, roleArn, regions, hasExternalId: externalId !== undefined },
    })
  })
  const [row] = await accountRows(context, id)
  if (!row) throw new NotFoundError('This account')
  return row
}
