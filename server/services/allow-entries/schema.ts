import { z } from 'zod'
import { parseIpRange } from '#server/domain/iam/ip-range.ts'
import { TOOLS } from '#server/domain/trail/trail-record.ts'
import { hitRow } from '#server/services/detections/schema.ts'
import { isoTime, pagedList, pageQuery, severity } from '#server/services/scope.schema.ts'

const text = (max: number) => z.string().trim().min(1).max(max)

/** Which acts are expected: those that meet every part that is given; at least one besides `detectionIds` has to be. */
export const allowSelector = z
  .object({
    detectionIds: z
      .array(text(200))
      .max(100)
      .default([])
      .meta({ description: 'Ids of detections; empty: every one' }),
    accountId: z
      .string()
      .regex(/^\d{12}$/, 'An account has twelve digits.')
      .nullable()
      .default(null),
    principal: text(2048)
      .nullable()
      .default(null)
      .meta({ description: 'ARN of the actor or of its role, with * and ?' }),
    tool: z.enum(TOOLS).nullable().default(null),
    network: text(100)
      .refine((network) => parseIpRange(network) !== undefined, 'Not an address or CIDR range.')
      .nullable()
      .default(null),
    functionName: text(200).nullable().default(null),
  })
  .refine(
    (one) =>
      [one.accountId, one.principal, one.tool, one.network, one.functionName].some((part) => part !== null),
    'Name a principal, a tool, a network, a function or an account.',
  )
export type AllowSelector = z.infer<typeof allowSelector>

export const createAllowEntryInput = z.object({
  selector: allowSelector,
  reason: z.string().trim().min(10, 'Say in at least ten characters why.').max(2000),
  /** 1 to 365 days from now. */
  days: z.number().int().min(1).max(365).default(90),
})
export type CreateAllowEntryInput = z.infer<typeof createAllowEntryInput>

export const renewAllowEntryInput = z.object({
  days: z.number().int().min(1).max(365).default(90),
  reason: text(2000),
})

export const ALLOW_STATES = ['active', 'ending', 'ended'] as const
export const allowEntryRow = z.object({
  id: z.uuid(),
  selector: z.object({
    detectionIds: z.array(z.string()),
    accountId: z.string().nullable(),
    principal: z.string().nullable(),
    tool: z.string().nullable(),
    network: z.string().nullable(),
    functionName: z.string().nullable(),
  }),
  reason: z.string(),
  createdBy: z.string(),
  createdAt: isoTime,
  expiresAt: isoTime,
  endedAt: isoTime.nullable(),
  endedBy: z.string().nullable(),
  /** `ending`: within 14 days. */
  state: z.enum(ALLOW_STATES),
  /** Hits that it kept from being alerts, in 30 days and in all that is kept. */
  allowed30d: z.number().int(),
  allowed: z.number().int(),
  lastAllowedAt: isoTime.nullable(),
})
export type AllowEntryRow = z.infer<typeof allowEntryRow>

export const listAllowEntriesQuery = z.object(pageQuery.shape).extend({
  state: z
    .enum(['current', ...ALLOW_STATES])
    .default('current')
    .meta({ description: '`current`: active or ending' }),
  q: z.string().max(200).optional(),
})
export const allowEntryList = pagedList(allowEntryRow, ['state'] as const)
export type AllowEntryList = z.infer<typeof allowEntryList>

export const allowPreview = z.object({
  days: z.number().int(),
  /** Hits that it would have covered, and those of them that another entry covered already. */
  total: z.number().int(),
  alreadyAllowed: z.number().int(),
  /** All hits of that time, whether it covers them or not. */
  of: z.number().int(),
  bySeverity: z.record(severity, z.number().int()),
  hits: z.array(hitRow).meta({ description: 'The first 100, the worst first' }),
  warnings: z.array(z.string()),
})
export type AllowPreview = z.infer<typeof allowPreview>
