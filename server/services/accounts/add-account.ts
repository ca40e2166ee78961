import { parseArn } from '#server/domain/arn.ts'
import { ConflictError, InvalidInputError, NotFoundError } from '#server/errors.ts'
import { recordAudit } from '#server/services/audit/record-audit.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { accountRows } from './account-rows.ts'
import type { AccountRow, AddAccountInput } from './schema.ts'

function accessOf(input: AddAccountInput) {
  if ('profile' in input)
    return { id: input.accountId, partition: 'aws', profile: input.profile, origin: 'profile' }
  const arn = parseArn(input.roleArn)
  if (!arn?.accountId) throw new InvalidInputError('The ARN of the role names no account.')
  const { roleArn, externalId = null } = input
  return { id: arn.accountId, partition: arn.partition, roleArn, externalId, origin: 'role' }
}

/** Watches the account that the role or profile leads to, from the worker's next round on. @throws ConflictError when it is watched already */
export async function addAccount(context: Context, input: AddAccountInput): Promise<AccountRow> {
  authorise(context, 'admin')
  const { id, ...access } = accessOf(input)
  const { name, regions } = input
  await context.store.prisma.$transaction(async (tx) => {
    if (await tx.awsAccount.findUnique({ where: { id } }))
      throw new ConflictError(`Account ${id} is watched already.`)
    await tx.awsAccount.create({ data: { id, name, regions, ...access } })
    const { externalId, ...shown } = { externalId: null, ...access }
    await recordAudit(tx, context, {
      action: 'account.add',
      entity: 'account',
      entityId: id,
      details: { name, regions, ...shown, hasExternalId: externalId !== null },
    })
  })
  const [row] = await accountRows(context, id)
  if (!row) throw new NotFoundError('This account')
  return row
}
