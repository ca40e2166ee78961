import { z } from 'zod'
import { ROLE_TEMPLATE_FORMATS, roleName } from '#server/domain/role-template.ts'
import { isoTime } from '#server/services/scope.schema.ts'

export const accountRow = z.object({
  id: z.string(),
  name: z.string(),
  alias: z.string().nullable(),
  home: z.boolean(),
  /** How it came here. */
  origin: z.enum(['home', 'role', 'profile', 'organization']),
  roleArn: z.string().nullable(),
  profile: z.string().nullable(),
  hasExternalId: z.boolean(),
  ouPath: z.string().nullable(),
  environment: z.string().nullable(),
  owner: z.string().nullable(),
  regions: z.array(z.string()),
  enabledRegions: z.array(z.string()),
  /** Those that are looked at: the account's own, else those of SIGHTLINE_REGIONS, else all that are enabled. */
  watchedRegions: z.array(z.string()),
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
const regions = z.array(region).max(50).default([])
const name = z.string().trim().min(1).max(100)
const externalId = z.string().regex(/^[\w+=,.@:/-]{2,1224}$/, 'not a valid external id')
const accountId = z.string().regex(/^\d{12}$/, 'not the 12 digits of an account')
const words = z.string().trim().min(1).max(100).nullable()

/** An account is reached by a role, or by a profile of the machine that the worker runs on. */
export const addAccountInput = z.union([
  z.object({
    name,
    roleArn: z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.{1,512}$/, 'not the ARN of a role'),
    externalId: externalId.optional(),
    regions,
  }),
  z.object({
    name,
    accountId,
    profile: z.string().regex(/^[\w.@:/ -]{1,100}$/, 'not the name of a profile'),
    regions,
  }),
])
export type AddAccountInput = z.infer<typeof addAccountInput>

export const updateAccountInput = z.object({
  name: name.optional(),
  enabled: z.boolean().optional(),
  regions: z.array(region).max(50).optional(),
  environment: words.optional(),
  owner: words.optional(),
})
export type UpdateAccountInput = z.infer<typeof updateAccountInput>

/** Where the accounts of an AWS Organization come from. */
export const organizationRow = z.object({
  id: z.number().int(),
  accountId: z.string().meta({ description: 'The account that is asked' }),
  roleName: z.string(),
  hasExternalId: z.boolean(),
  units: z.array(z.string()),
  tags: z.array(z.string()),
  regions: z.array(z.string()),
  enabled: z.boolean(),
  status: z.enum(['pending', 'ok', 'denied', 'failed']),
  statusReason: z.string().nullable(),
  lastSyncAt: isoTime.nullable(),
  accounts: z.number().int().meta({ description: 'Accounts that came from it' }),
})
export const organizationList = z.object({ items: z.array(organizationRow) })
export type OrganizationRow = z.infer<typeof organizationRow>
export type OrganizationList = z.infer<typeof organizationList>

export const addOrganizationInput = z.object({
  accountId,
  roleName,
  externalId: externalId.optional(),
  units: z
    .array(z.string().regex(/^(r-[0-9a-z]{4,32}|ou-[0-9a-z]{4,32}-[0-9a-z]{8,32})$/, 'not a unit’s id'))
    .max(200)
    .default([]),
  tags: z
    .array(
      z
        .string()
        .min(1)
        .max(385)
        .regex(/^[^=]+(=[^=]*)?$/, 'not a key, or key=value'),
    )
    .max(50)
    .default([]),
  regions,
})
export type AddOrganizationInput = z.infer<typeof addOrganizationInput>

export const roleTemplateQuery = z.object({
  format: z.enum(ROLE_TEMPLATE_FORMATS).default('cloudformation'),
  roleName: roleName.default('SightlineReadOnly'),
  /** Comma-separated permissions that are left out. */
  without: z.string().max(8000).default(''),
})
export type RoleTemplateQuery = z.infer<typeof roleTemplateQuery>

export const roleTemplateAnswer = z.object({
  text: z.string(),
  permissions: z.array(
    z.object({
      permission: z.string(),
      hides: z.string().meta({ description: 'What stays unseen without it' }),
      collectors: z.array(z.string()),
      included: z.boolean(),
    }),
  ),
})
export type RoleTemplateAnswer = z.infer<typeof roleTemplateAnswer>

/** Each permission tried once in the account. `none`: never asked for. */
export const permissionProbe = z.object({
  state: z.enum(['none', 'requested', 'running', 'done', 'failed']),
  at: isoTime.nullable(),
  reason: z.string().nullable(),
  results: z.array(
    z.object({
      permission: z.string(),
      state: z.enum(['allowed', 'denied', 'unknown']),
      hides: z.string(),
      message: z.string(),
    }),
  ),
})
export type PermissionProbe = z.infer<typeof permissionProbe>
