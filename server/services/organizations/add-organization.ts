import { ConflictError, NotFoundError } from '#server/errors.ts'
import type { AddOrganizationInput, OrganizationRow } from '#server/services/accounts/schema.ts'
import { recordAudit } from '#server/services/audit/record-audit.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { organizationRows } from './organization-rows.ts'

/**
 * Watches the accounts of the organization that `accountId` manages, by one role that all of them have.
 * @throws NotFoundError when that account is not watched itself; ConflictError when it is asked already
 */
export async function addOrganization(
  context: Context,
  input: AddOrganizationInput,
): Promise<OrganizationRow> {
  authorise(context, 'admin')
  const { externalId, ...shown } = input
  const id = await context.store.prisma.$transaction(async (tx) => {
    if (!(await tx.awsAccount.findUnique({ where: { id: input.accountId } })))
      throw new NotFoundError(`Account ${input.accountId} among the watched accounts`)
    if (await tx.organizationSource.findFirst({ where: { accountId: input.accountId } }))
      throw new ConflictError(`Account ${input.accountId} is asked for its organization already.`)
    const { id } = await tx.organizationSource.create({
      data: { ...shown, externalId: externalId ?? null },
    })
    await recordAudit(tx, context, {
      action: 'organization.add',
      entity: 'organization',
      entityId: String(id),
      details: { ...shown, hasExternalId: externalId !== undefined },
    })
    return id
  })
  const [row] = await organizationRows(context, id)
  if (!row) throw new NotFoundError('This organization')
  return row
}
