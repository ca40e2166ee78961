import { NotFoundError } from '#server/errors.ts'
import { recordAudit } from '#server/services/audit/record-audit.ts'
import { authorise, type Context } from '#server/services/context.ts'

/** Asks an organization no longer. Its accounts stay, are watched no more, and say why. @throws NotFoundError */
export async function removeOrganization(context: Context, { id }: { id: number }): Promise<void> {
  authorise(context, 'admin')
  await context.store.prisma.$transaction(async (tx) => {
    const before = await tx.organizationSource.findUnique({ where: { id } })
    if (!before) throw new NotFoundError('This organization')
    await tx.awsAccount.updateMany({
      where: { sourceId: id },
      data: { enabled: false, statusReason: 'Its organization is no longer asked.' },
    })
    await tx.organizationSource.delete({ where: { id } })
    const { accountId, roleName, units, tags } = before
    await recordAudit(tx, context, {
      action: 'organization.remove',
      entity: 'organization',
      entityId: String(id),
      details: { accountId, roleName, units, tags },
    })
  })
}
