import { z } from 'zod'
import { SOURCE_KINDS, type SourceKind } from '#server/domain/trail-sources/source-kind.ts'
import { PERMISSION_TARGETS, type SourcePermission } from '#server/domain/trail-sources/source-policy.ts'
import type { Store } from '#server/store/store.ts'

const KEY = 'source-permissions'

const permissions = z.partialRecord(
  z.enum(SOURCE_KINDS),
  z.array(z.object({ permission: z.string(), hides: z.string(), on: z.enum(PERMISSION_TARGETS) })),
)

/** Keeps what each kind of source needs, so that the web process need not load the AWS SDK. Called when the worker starts. */
export async function saveSourcePermissions(
  { prisma }: Pick<Store, 'prisma'>,
  value: Record<SourceKind, SourcePermission[]>,
): Promise<void> {
  await prisma.setting.upsert({ where: { key: KEY }, create: { key: KEY, value }, update: { value } })
}

/** What a kind of source needs; undefined before the worker's first start. */
export async function readSourcePermissions(
  { prisma }: Pick<Store, 'prisma'>,
  kind: SourceKind,
): Promise<SourcePermission[] | undefined> {
  const setting = await prisma.setting.findUnique({ where: { key: KEY } })
  return permissions.catch({}).parse(setting?.value ?? {})[kind]
}
