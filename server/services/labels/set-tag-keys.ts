import { recordAudit } from '#server/services/audit/record-audit.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { deriveSoon } from './derive-soon.ts'
import { readTagKeys, TAG_KEYS_SETTING } from './get-tag-keys.ts'
import type { TagKeys } from './schema.ts'

/** Chooses the tag keys that owner, environment and criticality are read from, first match wins. */
export async function setTagKeys(context: Context, input: TagKeys): Promise<TagKeys> {
  authorise(context, 'admin')
  const before = await readTagKeys(context.store)
  const key = TAG_KEYS_SETTING
  const accounts = await context.store.prisma.$transaction(async (tx) => {
    await tx.setting.upsert({ where: { key }, create: { key, value: input }, update: { value: input } })
    await recordAudit(tx, context, {
      action: 'tag-keys.set',
      entity: 'setting',
      entityId: key,
      details: { before, after: input },
    })
    return tx.awsAccount.findMany({ where: { enabled: true }, select: { id: true } })
  })
  await deriveSoon(
    context,
    accounts.map((account) => account.id),
  )
  return input
}
