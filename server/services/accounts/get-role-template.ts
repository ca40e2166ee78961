import { roleTemplate } from '#server/domain/role-template.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { readCollectorCatalog } from '#server/services/coverage/collector-catalog.ts'
import type { RoleTemplateAnswer, RoleTemplateQuery } from './schema.ts'

/** The read-only role as a template, from what the collectors declare, and what each permission that is left out hides. */
export async function getRoleTemplate(
  context: Context,
  query: RoleTemplateQuery,
): Promise<RoleTemplateAnswer> {
  authorise(context, 'viewer')
  const without = new Set(query.without.split(',').map((part) => part.trim()))
  const found = new Map<string, { hides: Set<string>; collectors: Set<string> }>()
  for (const collector of await readCollectorCatalog(context.store)) {
    for (const { permission, hides } of [...collector.operations, ...collector.besides]) {
      if (permission === '') continue
      const entry = found.get(permission) ?? { hides: new Set(), collectors: new Set() }
      entry.hides.add(hides)
      entry.collectors.add(collector.title)
      found.set(permission, entry)
    }
  }
  const permissions = [...found]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([permission, { hides, collectors }]) => ({
      permission,
      hides: [...hides].join('; '),
      collectors: [...collectors].sort(),
      included: !without.has(permission),
    }))
  const home = await context.store.prisma.awsAccount.findFirst({ where: { home: true } })
  const text = roleTemplate(query.format, {
    trustedAccountId: home?.id ?? null,
    roleName: query.roleName,
    actions: permissions.filter((one) => one.included).map((one) => one.permission),
  })
  return { text, permissions }
}
