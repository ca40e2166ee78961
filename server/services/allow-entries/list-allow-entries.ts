import type { z } from 'zod'
import { authorise, type Context } from '#server/services/context.ts'
import { whereEnding } from '#server/services/ending-state.ts'
import type { Prisma } from '#server/store/generated/client.ts'
import { allowEntryRows } from './allow-entry-rows.ts'
import { ALLOW_STATES, type AllowEntryList, type listAllowEntriesQuery } from './schema.ts'

type Query = z.infer<typeof listAllowEntriesQuery>

const SEARCHED = ['reason', 'createdBy', 'principal', 'network', 'functionName', 'accountId'] as const

/** One page of the allow-list, those that end first at the top; ended ones stay listed. */
export async function listAllowEntries(context: Context, query: Query): Promise<AllowEntryList> {
  authorise(context, 'viewer')
  const now = new Date(context.clock())
  const { prisma } = context.store
  const text = query.q?.trim()
  const words: Prisma.AllowEntryWhereInput = text
    ? {
        OR: [
          ...SEARCHED.map((field) => ({ [field]: { contains: text, mode: 'insensitive' } })),
          { detectionIds: { has: text } },
        ],
      }
    : {}
  const where = { AND: [whereEnding(query.state, now), words] }
  const [records, total, ...counts] = await Promise.all([
    prisma.allowEntry.findMany({
      where,
      orderBy:
        query.state === 'ended' ? [{ endedAt: 'desc' }, { expiresAt: 'desc' }] : [{ expiresAt: 'asc' }],
      skip: (query.page - 1) * query.pageSize,
      take: query.pageSize,
    }),
    prisma.allowEntry.count({ where }),
    ...ALLOW_STATES.map((state) =>
      prisma.allowEntry.count({ where: { AND: [whereEnding(state, now), words] } }),
    ),
  ])
  return {
    items: await allowEntryRows(context, records),
    total,
    page: query.page,
    pageSize: query.pageSize,
    facets: {
      state: ALLOW_STATES.map((state, i) => ({ value: state, label: state, count: counts[i] ?? 0 })),
    },
  }
}
