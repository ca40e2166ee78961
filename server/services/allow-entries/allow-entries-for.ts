import type { Context } from '#server/services/context.ts'
import type { AllowEntry } from '#server/store/generated/client.ts'

/** The entries in force that may cover hits of a detection, those that end first at the top. */
export function allowEntriesFor({ store, clock }: Context, detectionId: string): Promise<AllowEntry[]> {
  return store.prisma.allowEntry.findMany({
    where: {
      endedAt: null,
      expiresAt: { gt: new Date(clock()) },
      OR: [{ detectionIds: { isEmpty: true } }, { detectionIds: { has: detectionId } }],
    },
    orderBy: { expiresAt: 'asc' },
  })
}
