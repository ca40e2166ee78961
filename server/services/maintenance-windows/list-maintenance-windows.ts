import type { z } from 'zod'
import { authorise, type Context } from '#server/services/context.ts'
import { maintenanceRows } from './maintenance-rows.ts'
import { type listMaintenanceQuery, MAINTENANCE_STATES, type MaintenanceList } from './schema.ts'

const MOST = 2000
const RANK = { now: 0, planned: 1, ended: 2 }

/** One page of the maintenance windows: what holds now before what is planned; ended ones stay listed. */
export async function listMaintenanceWindows(
  context: Context,
  query: z.infer<typeof listMaintenanceQuery>,
): Promise<MaintenanceList> {
  authorise(context, 'viewer')
  const records = await context.store.prisma.maintenanceWindow.findMany({
    orderBy: [{ startsAt: 'desc' }, { id: 'asc' }],
    take: MOST,
  })
  const text = query.q?.trim().toLowerCase()
  const found = (await maintenanceRows(context, records))
    .filter(({ reason, createdBy, selector }) =>
      [reason, createdBy, ...Object.values(selector)]
        .join(' ')
        .toLowerCase()
        .includes(text ?? ''),
    )
    .toSorted((a, b) => RANK[a.state] - RANK[b.state])
  const rows = found.filter(({ state }) =>
    query.state === 'current' ? state !== 'ended' : state === query.state,
  )
  const from = (query.page - 1) * query.pageSize
  return {
    items: rows.slice(from, from + query.pageSize),
    total: rows.length,
    page: query.page,
    pageSize: query.pageSize,
    facets: {
      state: MAINTENANCE_STATES.map((value) => ({
        value,
        label: value,
        count: found.filter(({ state }) => state === value).length,
      })),
    },
  }
}
