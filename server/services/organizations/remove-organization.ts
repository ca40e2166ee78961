import { SWITCHED_OFF_BY_ORGANIZATION } from '#server/domain/switched-off.ts'
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
      where: { sourceId: id, enabled: true },
      data: { enabled: false, statusReason: `${SWITCHED_OFF_BY_ORGANIZATION}It is no longer asked.` },
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
