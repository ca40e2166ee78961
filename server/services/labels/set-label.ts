import { NotFoundError } from '#server/errors.ts'
import { recordAudit } from '#server/services/audit/record-audit.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { deriveSoon } from './derive-soon.ts'
import type { ResourceLabel, SetLabelInput } from './schema.ts'

/** Sets owner, environment or criticality of a resource by hand; what is left out stays. @throws NotFoundError */
export async function setLabel(
  context: Context,
  input: { id: number } & SetLabelInput,
): Promise<ResourceLabel> {
  const actor = authorise(context, 'responder')
  const { id, ...changes } = input
  const setAt = new Date(context.clock())
  const { label, accountId } = await context.store.prisma.$transaction(async (tx) => {
    const resource = await tx.resource.findUnique({ where: { id }, include: { label: true } })
    if (!resource) throw new NotFoundError('This resource')
    const data = { ...changes, setBy: actor.name, setAt }
    const label = await tx.resourceLabel.upsert({
      where: { resourceId: id },
      create: { resourceId: id, ...data },
      update: data,
    })
    const { owner: own, environment: env, criticality: weight } = changes
    const shown = Object.entries({ owner: own, env, criticality: weight }).filter(([, word]) => word)
    await tx.$executeRaw`UPDATE resource SET derived = derived || ${JSON.stringify(Object.fromEntries(shown))}::jsonb WHERE id = ${id}`
    const { owner = null, environment = null, criticality = null } = resource.label ?? {}
    await recordAudit(tx, context, {
      action: 'resource.label',
      entity: resource.kind,
      entityId: String(id),
      details: { name: resource.name, before: { owner, environment, criticality }, after: changes },
    })
    return { label, accountId: resource.accountId }
  })
  await deriveSoon(context, [accountId])
  const { owner, environment, criticality, setBy } = label
  return { owner, environment, criticality, setBy, setAt: setAt.toISOString() }
}
