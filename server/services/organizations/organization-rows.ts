import type { OrganizationRow } from '#server/services/accounts/schema.ts'
import type { Context } from '#server/services/context.ts'

const STATUSES = ['pending', 'ok', 'denied', 'failed'] as const

/** All organization sources, or one; the external id stays here. */
export async function organizationRows({ store }: Context, id?: number): Promise<OrganizationRow[]> {
  const rows = await store.prisma.organizationSource.findMany({
    where: { id },
    include: { _count: { select: { accounts: { where: { enabled: true } } } } },
    orderBy: { id: 'asc' },
  })
  return rows.map(({ externalId, lastSyncAt, status, _count, createdAt: _, ...row }) => ({
    ...row,
    hasExternalId: externalId !== null,
    status: STATUSES.find((one) => one === status) ?? 'pending',
    lastSyncAt: lastSyncAt?.toISOString() ?? null,
    accounts: _count.accounts,
  }))
}
