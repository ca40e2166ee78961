import type { z } from 'zod'
import { authorise, type Context } from '#server/services/context.ts'
import { whereEnding } from '#server/services/ending-state.ts'
import type { Exception, Prisma } from '#server/store/generated/client.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { toExceptionRow } from './exception-rows.ts'
import { EXCEPTION_STATES, type ExceptionList, type listExceptionsQuery } from './schema.ts'

type Query = z.infer<typeof listExceptionsQuery>

/** How many findings each exception covers now. */
export async function coveredBy(
  { store }: Context,
  exceptions: Pick<Exception, 'id'>[],
): Promise<Map<string, number>> {
  const rows = await queryRows<{ id: string; count: number }>(
    store.pool,
    sql`SELECT exception_id AS id, count(*)::int AS count FROM finding
      WHERE status = 'excepted' AND exception_id = ANY(${exceptions.map((one) => one.id)}::uuid[]) GROUP BY 1`,
  )
  return new Map(rows.map((row) => [row.id, row.count]))
}

/** One page of exceptions, those that end first at the top. */
export async function listExceptions(context: Context, query: Query): Promise<ExceptionList> {
  authorise(context, 'viewer')
  const now = new Date(context.clock())
  const { prisma } = context.store
  const text = query.q?.trim()
  const words: Prisma.ExceptionWhereInput = text
    ? {
        OR: [
          { reason: { contains: text, mode: 'insensitive' } },
          { approver: { contains: text, mode: 'insensitive' } },
          { createdBy: { contains: text, mode: 'insensitive' } },
        ],
      }
    : {}
  const where = { AND: [whereEnding(query.state, now), words] }
  const [records, total, ...counts] = await Promise.all([
    prisma.exception.findMany({
      where,
      orderBy:
        query.state === 'ended' ? [{ endedAt: 'desc' }, { expiresAt: 'desc' }] : [{ expiresAt: 'asc' }],
      skip: (query.page - 1) * query.pageSize,
      take: query.pageSize,
    }),
    prisma.exception.count({ where }),
    ...EXCEPTION_STATES.map((state) =>
      prisma.exception.count({ where: { AND: [whereEnding(state, now), words] } }),
    ),
  ])
  const covered = await coveredBy(context, records)
  return {
    items: records.map((record) => toExceptionRow(record, covered.get(record.id) ?? 0, now.getTime())),
    total,
    page: query.page,
    pageSize: query.pageSize,
    facets: {
      state: EXCEPTION_STATES.map((state, i) => ({ value: state, label: state, count: counts[i] ?? 0 })),
    },
  }
}
