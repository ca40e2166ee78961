import { z } from 'zod'
import { RESOURCE_KINDS } from '#server/domain/records/resource-kind.ts'
import { eventRow } from '#server/services/events/schema.ts'
import { facet, isoTime, pageQuery, scopeQuery } from '#server/services/scope.schema.ts'

export const fieldChange = z.object({
  path: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
})

/** One version of a resource: what changed since the one before, and the call, actor and login behind it. */
export const versionEntry = z.object({
  /** Version; null for the deletion. */
  id: z.number().int().nullable(),
  at: isoTime,
  kind: z.enum(['first seen', 'changed', 'deleted', 'seen again']),
  fields: z.array(fieldChange),
  event: eventRow.nullable(),
  actor: z.string().nullable(),
  /** The sign-in or AssumeRole that began the actor's session. */
  login: eventRow.nullable(),
})
export type VersionEntry = z.infer<typeof versionEntry>

export const resourceHistory = z.object({
  resource: z.object({
    id: z.number().int(),
    kind: z.enum(RESOURCE_KINDS),
    name: z.string(),
    arn: z.string(),
    accountId: z.string(),
    region: z.string(),
    firstSeenAt: isoTime,
    deletedAt: isoTime.nullable(),
  }),
  items: z.array(versionEntry).meta({ description: 'Newest first' }),
  total: z.number().int(),
  page: z.number().int(),
  pageSize: z.number().int(),
  events: z
    .array(eventRow)
    .meta({ description: 'Other successful writes on it in the range that no version accounts for' }),
})
export type ResourceHistory = z.infer<typeof resourceHistory>
export const historyQuery = scopeQuery.extend(pageQuery.shape)

/** Any two times: `to` is now and `from` a week before it where they are left out. */
export const compareQuery = z.object({
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
})
/** `state` says whether it was there at that time. */
const side = z.object({
  at: isoTime,
  state: z.enum(['there', 'not yet seen', 'deleted']),
  versionId: z.number().int().nullable(),
  since: isoTime.nullable(),
})
export const comparison = z.object({
  from: side,
  to: side,
  fields: z.array(fieldChange),
  /** Versions between the two. */
  between: z.array(versionEntry.omit({ fields: true })),
})
export type Comparison = z.infer<typeof comparison>

/** One resource that is new, changed or gone in the period. */
export const estateChange = z.object({
  id: z.number().int(),
  kind: z.enum(RESOURCE_KINDS),
  change: z.enum(['new', 'changed', 'gone']),
  name: z.string(),
  arn: z.string(),
  accountId: z.string(),
  accountName: z.string(),
  region: z.string(),
  at: isoTime.meta({ description: 'Last time in the period' }),
  versions: z.number().int(),
  /** Fields that differ between the period's two ends, at most 12. */
  fields: z.array(z.string()),
  actors: z.array(z.string()),
  /** Page of the resource, e.g. /functions/12; null where it has none. */
  href: z.string().nullable(),
})
export type EstateChange = z.infer<typeof estateChange>

export const listEstateChangesQuery = scopeQuery.extend(pageQuery.shape).extend({
  q: z.string().max(200).optional(),
  kind: z.string().max(300).optional(),
  change: z.string().max(60).optional(),
  actor: z.string().max(500).optional(),
  sort: z.enum(['at', 'name', 'kind']).default('at'),
  order: z.enum(['asc', 'desc']).default('desc'),
  format: z.enum(['json', 'csv']).default('json'),
})
export type ListEstateChangesQuery = z.infer<typeof listEstateChangesQuery>
export const estateChangeList = z.object({
  items: z.array(estateChange),
  total: z.number().int(),
  page: z.number().int(),
  pageSize: z.number().int(),
  facets: z.object({ account: facet, region: facet, kind: facet, change: facet, actor: facet }),
})
export type EstateChangeList = z.infer<typeof estateChangeList>
