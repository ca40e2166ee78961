import { z } from 'zod'
import type { Store } from '#server/store/store.ts'

const KEY = 'collectors'

const operation = z.object({ name: z.string().default(''), permission: z.string(), hides: z.string() })
const declaration = z.object({
  id: z.string(),
  title: z.string(),
  scope: z.enum(['account', 'region']),
  onlyWithFunctions: z.boolean().optional(),
  onDemand: z.boolean().optional(),
  operations: z.array(operation),
  besides: z.array(operation).default([]),
})
export type CollectorEntry = z.infer<typeof declaration>

/** Keeps what the worker's collectors declare, so that the web process need not load them with the AWS SDK. Called when the worker starts. */
export async function saveCollectorCatalog(store: Store, collectors: readonly unknown[]): Promise<void> {
  const value = z.array(declaration).parse(collectors)
  await store.prisma.setting.upsert({ where: { key: KEY }, create: { key: KEY, value }, update: { value } })
}

/** The collectors that are expected to run; empty before the worker's first start. */
export async function readCollectorCatalog(store: Store): Promise<CollectorEntry[]> {
  const setting = await store.prisma.setting.findUnique({ where: { key: KEY } })
  return z
    .array(declaration)
    .catch([])
    .parse(setting?.value ?? [])
}
