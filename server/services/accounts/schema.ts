import { z } from 'zod'
import { isoTime } from '#server/services/scope.schema.ts'

export const accountRow = z.object({
  id: z.string(),
  name: z.string(),
  alias: z.string().nullable(),
  home: z.boolean(),
  roleArn: z.string().nullable(),
  hasExternalId: z.boolean(),
  regions: z.array(z.string()),
  enabledRegions: z.array(z.string()),
  enabled: z.boolean(),
  status: z.enum(['pending', 'ok', 'denied', 'failed']),
  statusReason: z.string().nullable(),
  functions: z.number().int(),
  roles: z.number().int(),
  mappings: z.number().int(),
  lastSweepAt: isoTime.nullable(),
  costUsdPerMonth: z.number().nullable(),
})
export const accountList = z.object({ items: z.array(accountRow) })
export type AccountRow = z.infer<typeof accountRow>
export type AccountList = z.infer<typeof accountList>

const region = z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, 'not a region name')

export const addAccountInput = z.object({
  name: z.string().trim().min(1).max(100),
  roleArn: z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.{1,512}$/, 'not the ARN of a role'),
  externalId: z
    .string()
    .regex(/^[\w+=,.@:/-]{2,1224}$/, 'not a valid external id')
    .optional(),
  regions: z.array(region).max(50).default([]),
})
export type AddAccountInput = z.infer<typeof addAccountInput>

export const updateAccountInput = z.object({
  name: z.string().trim().min(1).max(100).optional(),
  enabled: z.boolean().optional(),
  regions: z.array(region).max(50).optional(),
})
export type UpdateAccountInput = z.infer<typeof updateAccountInput>
