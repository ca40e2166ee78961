import { z } from 'zod'
import { USER_ROLES } from '#server/domain/user-role.ts'
import { isoTime } from '#server/services/scope.schema.ts'

/** What the shell shows on every page; asked for every few seconds. */
export const status = z.object({
  now: isoTime,
  mode: z.enum(['demo', 'aws']),
  version: z.string(),
  user: z.object({ id: z.string(), name: z.string(), email: z.string(), role: z.enum(USER_ROLES) }),
  /** When the newest collection ended; null before the first. */
  dataAt: isoTime.nullable(),
  workerAlive: z.boolean(),
  firing: z.object({ total: z.number().int(), critical: z.number().int(), high: z.number().int() }),
  accounts: z.array(z.object({ id: z.string(), name: z.string() })),
  regions: z.array(z.string()),
  envs: z.array(z.string()),
  /** True once every account's first sweep has ended, well or badly. */
  firstSweepDone: z.boolean(),
  /** Sentences such as "2 of 4 regions denied lambda:GetPolicy: who may invoke is unknown for 31 functions". */
  partial: z.array(z.object({ text: z.string(), href: z.string() })),
})
export type Status = z.infer<typeof status>
