import { z } from 'zod'
import { policyProposal, roleAccess } from '#server/domain/access/access.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { facet, isoTime, pageQuery, scopeQuery } from '#server/services/scope.schema.ts'

export const ROLE_LEVELS = ['critical', 'high', 'medium', 'low', 'info', 'none', 'unknown'] as const

export const roleRow = z.object({
  id: z.number().int(),
  arn: z.string(),
  name: z.string(),
  accountId: z.string(),
  accountName: z.string(),
  /** Worst risk; unknown where its policies could not be read or nothing was worked out yet. */
  level: z.enum(ROLE_LEVELS),
  risks: z.array(z.string()).meta({ description: 'Ids of the risks, worst first' }),
  functions: z.number().int().meta({ description: 'Functions that run as it' }),
  services: z.number().int().nullable().meta({ description: 'Services it may act in' }),
  unusedServices: z.number().int().nullable(),
  admin: z.boolean().nullable(),
  wildcard: z.boolean().nullable().meta({ description: 'A wildcard action, alone or of a service' }),
  boundary: z.boolean().nullable(),
  /** Services, accounts and others that may assume it, in short. */
  trust: z.array(z.string()),
  createdAt: isoTime.nullable(),
  lastUsedAt: isoTime.nullable(),
  deletedAt: isoTime.nullable(),
})
export type RoleRow = z.infer<typeof roleRow>

/** `q`: free text with typed terms: `risk:privilege-escalation functions:>1 level:high trust:lambda`. */
export const listRolesQuery = scopeQuery.extend(pageQuery.shape).extend({
  q: z.string().max(200).optional(),
  level: z.string().max(100).optional(),
  risk: z.string().max(300).optional(),
  /** execution = at least one function runs as it; shared = more than one. */
  use: z.string().max(60).optional().meta({ description: 'execution, shared, other' }),
  deleted: z.enum(['yes', 'no']).default('no'),
  sort: z
    .enum(['name', 'account', 'level', 'functions', 'services', 'unusedServices', 'lastUsedAt', 'createdAt'])
    .default('level'),
  order: z.enum(['asc', 'desc']).default('desc').meta({ description: 'desc puts the worst first' }),
  format: z.enum(['json', 'csv']).default('json'),
})
export type ListRolesQuery = z.infer<typeof listRolesQuery>

export const roleList = z.object({
  items: z.array(roleRow),
  total: z.number().int(),
  page: z.number().int(),
  pageSize: z.number().int(),
  facets: z.object({ account: facet, level: facet, risk: facet, use: facet }),
})
export type RoleList = z.infer<typeof roleList>

/** `actions=all` lists every action that is granted; else long lists are cut and `count` says how many there are. */
export const getRoleQuery = z.object({ actions: z.enum(['some', 'all']).default('some') })

export const roleDetail = z.object({
  row: roleRow,
  record: z.custom<RoleRecord>((value) => typeof value === 'object' && value !== null),
  collectedAt: isoTime,
  /** Null until it was worked out. */
  access: roleAccess.nullable(),
  accessAt: isoTime.nullable(),
  functions: z.array(
    z.object({
      id: z.number().int(),
      name: z.string(),
      accountId: z.string(),
      region: z.string(),
      reach: z.string(),
    }),
  ),
  /** known | denied | failed | pending: state of IAM's last accessed details. */
  lastAccessed: z.object({ state: z.string(), text: z.string(), at: isoTime.nullable() }),
})
export type RoleDetail = z.infer<typeof roleDetail>

export const POLICY_FORMATS = ['json', 'sam', 'terraform', 'cfn'] as const
export const proposalQuery = z.object({ days: z.coerce.number().int().min(1).max(400).default(90) })

export const roleProposal = z.object({
  role: z.object({ id: z.number().int().nullable(), arn: z.string(), name: z.string() }),
  functions: z
    .array(z.object({ id: z.number().int(), name: z.string() }))
    .meta({ description: 'Whose needs are in it' }),
  proposal: policyProposal,
  /** Today's policies and the proposed one, one action on one set of resources a line. */
  diff: z.array(z.object({ line: z.string(), kind: z.enum(['same', 'removed', 'added']) })),
  /** The proposed policy as text in each form. */
  texts: z.record(z.enum(POLICY_FORMATS), z.string()),
})
export type RoleProposal = z.infer<typeof roleProposal>
