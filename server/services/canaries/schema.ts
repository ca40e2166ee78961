import { z } from 'zod'
import { isoTime } from '#server/services/scope.schema.ts'

export const CANARY_KINDS = ['function', 'role', 'access-key'] as const

const text = (max: number) => z.string().trim().min(1).max(max)

export const createCanaryInput = z
  .object({
    kind: z.enum(CANARY_KINDS),
    accountId: z.string().regex(/^\d{12}$/, 'An account has twelve digits.'),
    name: text(200).meta({ description: 'Name of the function or role, or id of the access key' }),
    note: text(1000).meta({ description: 'What whoever is alerted has to know' }),
  })
  .refine(
    ({ kind, name }) => kind !== 'access-key' || /^A(KIA|SIA)[A-Z0-9]{12,124}$/.test(name),
    'An access key id begins with AKIA.',
  )
export type CreateCanaryInput = z.infer<typeof createCanaryInput>

export const canaryRow = z.object({
  id: z.uuid(),
  kind: z.enum(CANARY_KINDS),
  accountId: z.string(),
  accountName: z.string(),
  name: z.string(),
  note: z.string(),
  createdBy: z.string(),
  createdAt: isoTime,
  /** Of a function or role that is in the inventory. */
  resourceId: z.number().int().nullable(),
  /** The last call that touched it, whoever made it and whether it succeeded; null where none is stored. */
  touched: z
    .object({ at: isoTime, eventId: z.string(), eventName: z.string(), actorName: z.string() })
    .nullable(),
})
export type CanaryRow = z.infer<typeof canaryRow>
export const canaryList = z.object({
  items: z.array(canaryRow),
  /** How far back the stored events reach: nothing is known of what touched it before. */
  storedFrom: isoTime.nullable(),
})
export type CanaryList = z.infer<typeof canaryList>
