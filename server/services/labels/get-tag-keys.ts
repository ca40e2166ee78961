import { DEFAULT_LABEL_KEYS } from '#server/domain/labels.ts'
import { authorise, type Context } from '#server/services/context.ts'
import type { Store } from '#server/store/store.ts'
import { type TagKeys, tagKeys } from './schema.ts'

export const TAG_KEYS_SETTING = 'tag-keys'

export async function readTagKeys({ prisma }: Pick<Store, 'prisma'>): Promise<TagKeys> {
  const setting = await prisma.setting.findUnique({ where: { key: TAG_KEYS_SETTING } })
  const stored = tagKeys.safeParse(setting?.value)
  return stored.success ? stored.data : DEFAULT_LABEL_KEYS
}

/** The tag keys that owner, environment and criticality are read from. */
export async function getTagKeys(context: Context): Promise<TagKeys> {
  authorise(context, 'viewer')
  return readTagKeys(context.store)
}
