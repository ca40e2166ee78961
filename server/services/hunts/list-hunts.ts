import { authorise, type Context } from '#server/services/context.ts'
import type { HuntList, HuntRow } from './schema.ts'

type HuntRecord = {
  id: string
  name: string
  query: string
  shared: boolean
  ownerId: string
  createdAt: Date
  owner: { name: string }
}

export function toHuntRow(record: HuntRecord, userId: string): HuntRow {
  const { id, name, query, shared } = record
  return {
    id,
    name,
    query,
    shared,
    owner: record.owner.name,
    isOwn: record.ownerId === userId,
    createdAt: record.createdAt.toISOString(),
  }
}

/** The caller's own hunts and those that others share, by name. */
export async function listHunts(context: Context): Promise<HuntList> {
  const { userId } = authorise(context, 'viewer')
  const records = await context.store.prisma.savedHunt.findMany({
    where: { OR: [{ ownerId: userId }, { shared: true }] },
    include: { owner: { select: { name: true } } },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: 1000,
  })
  return { items: records.map((record) => toHuntRow(record, userId)) }
}
