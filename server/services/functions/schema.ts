import { z } from 'zod'
import { REACH_LEVELS } from '#server/domain/reach/reach.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { ROLE_LEVELS } from '#server/services/roles/schema.ts'
import { facet, isoTime, pageQuery, scopeQuery, severity } from '#server/services/scope.schema.ts'
import { triggerRow } from '#server/services/triggers/schema.ts'

/** Sum over the scope's time range; null where it was not polled. `spark` has at most 48 buckets, null = no data. */
export const sparkline = z.object({ total: z.number().nullable(), spark: z.array(z.number().nullable()) })

export const functionRow = z.object({
  id: z.number().int(),
  arn: z.string(),
  name: z.string(),
  accountId: z.string(),
  accountName: z.string(),
  region: z.string(),
  runtime: z.string().nullable(),
  packageType: z.string().nullable(),
  architecture: z.string().nullable(),
  memoryMb: z.number().nullable(),
  timeoutSeconds: z.number().nullable(),
  version: z
    .string()
    .nullable()
    .meta({ description: 'Newest published version; null where none is published' }),
  lastModifiedAt: isoTime.nullable(),
  state: z.string().nullable(),
  /** As set by hand, else by tag, else by the account. */
  owner: z.string().nullable(),
  env: z.string().nullable(),
  criticality: z.string().nullable().meta({ description: 'critical, high, medium, low or a word of a tag' }),
  /** Widest audience that can invoke it; unknown too until it was worked out. */
  reach: z.enum(REACH_LEVELS),
  reachCertainty: z.enum(['certain', 'conditional', 'unknown']),
  /** Worst risk of its role; unknown where the role could not be read. */
  roleLevel: z.enum(ROLE_LEVELS),
  /** Ways into it that are there now; null until they were worked out. */
  triggers: z.number().int().nullable(),
  triggerKinds: z.array(z.string()),
  /** NONE = open to everyone, AWS_IAM, none = no URL, unknown = could not look. */
  urlAuth: z.string(),
  publicPolicy: z.boolean().nullable(),
  roleArn: z.string().nullable(),
  alerts: z.object({ firing: z.number().int(), worst: severity.nullable() }),
  invocations: sparkline,
  errors: sparkline,
  throttles: z.number().nullable(),
  timeouts: z.number().nullable(),
  maxDurationMs: z.number().nullable(),
  deletedAt: isoTime.nullable(),
})
export type FunctionRow = z.infer<typeof functionRow>

export const FUNCTION_SORTS = [
  'name',
  'account',
  'region',
  'runtime',
  'memoryMb',
  'timeoutSeconds',
  'lastModifiedAt',
  'invocations',
  'errors',
  'throttles',
  'timeouts',
  'alerts',
  'reach',
  'role',
  'criticality',
  'triggers',
] as const

/** Facet filters take comma-separated values. `q` is free text with typed terms: `runtime:python3.9 url:NONE owner:none reach:internet`. */
export const listFunctionsQuery = scopeQuery.extend(pageQuery.shape).extend({
  q: z.string().max(200).optional(),
  runtime: z.string().max(500).optional(),
  architecture: z.string().max(100).optional(),
  owner: z.string().max(500).optional(),
  url: z.string().max(100).optional(),
  state: z.string().max(100).optional(),
  reach: z.string().max(200).optional(),
  /** Level of the role's worst risk. */
  role: z.string().max(100).optional(),
  /** Kinds of triggers; a function matches that has one of them, `none` those without any. */
  trigger: z.string().max(300).optional(),
  criticality: z.string().max(200).optional(),
  alerting: z.enum(['yes', 'no']).optional(),
  deleted: z.enum(['yes', 'no']).default('no'),
  sort: z.enum(FUNCTION_SORTS).default('alerts'),
  order: z.enum(['asc', 'desc']).default('desc'),
  format: z.enum(['json', 'csv']).default('json'),
})
export type ListFunctionsQuery = z.infer<typeof listFunctionsQuery>

export const functionList = z.object({
  items: z.array(functionRow),
  total: z.number().int(),
  page: z.number().int(),
  pageSize: z.number().int(),
  facets: z.object({
    account: facet,
    region: facet,
    runtime: facet,
    architecture: facet,
    owner: facet,
    env: facet,
    url: facet,
    state: facet,
    alerting: facet,
    reach: facet,
    role: facet,
    trigger: facet,
    criticality: facet,
  }),
})
export type FunctionList = z.infer<typeof functionList>

const recordOf = <T>() => z.custom<T>((value) => typeof value === 'object' && value !== null)

export const functionDetail = z.object({
  row: functionRow,
  record: recordOf<FunctionRecord>(),
  collectedAt: isoTime,
  role: z.object({
    id: z.number().int().nullable(),
    arn: z.string().nullable(),
    record: recordOf<RoleRecord>().nullable(),
    /** Why there is no record: denied, not collected yet, in another account. */
    missing: z.string().nullable(),
    sharedWith: z.array(z.object({ id: z.number().int(), name: z.string() })),
  }),
  /** As last worked out; more of them is at the function's reach. */
  triggers: z.array(triggerRow),
  triggersUnseen: z.array(z.string()).meta({ description: 'What could not be looked at, in words' }),
  mappings: z.array(recordOf<EventSourceMappingRecord>()),
  limits: z.object({ account: z.number().nullable(), unreserved: z.number().nullable() }),
})
export type FunctionDetail = z.infer<typeof functionDetail>

export const mark = z.object({
  at: isoTime,
  kind: z.enum(['deployment', 'configuration', 'alert']),
  label: z.string(),
  actor: z.string().nullable(),
  eventId: z.string().nullable(),
  alertId: z.string().nullable(),
})
export type Mark = z.infer<typeof mark>
