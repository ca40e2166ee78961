import { authorise, type Context } from '#server/services/context.ts'
import type { ResourceLabel } from './schema.ts'

/** What was set by hand on a resource; nulls where nothing was. */
export async function getLabel(context: Context, { id }: { id: number }): Promise<ResourceLabel> {
  authorise(context, 'viewer')
  const label = await context.store.prisma.resourceLabel.findUnique({ where: { resourceId: id } })
  return {
    owner: label?.owner ?? null,
    environment: label?.environment ?? null,
    criticality: label?.criticality ?? null,
    setBy: label?.setBy ?? null,
    setAt: label?.setAt.toISOString() ?? null,
  }
}
