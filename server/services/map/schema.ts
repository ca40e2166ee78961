import { z } from 'zod'
import { REACH_LEVELS } from '#server/domain/reach/reach.ts'
import { scopeQuery } from '#server/services/scope.schema.ts'

/** Columns of the map from left to right. */
export const MAP_COLUMNS = ['audience', 'source', 'trigger', 'function', 'role', 'resource'] as const

/** One thing, or many of a kind as one (`count` over 1), such as "412 functions of team payments". */
export const mapNode = z.object({
  id: z.string(),
  column: z.enum(MAP_COLUMNS),
  kind: z.string(),
  label: z.string(),
  sublabel: z.string(),
  count: z.number().int(),
  href: z.string().nullable(),
  /** Query that opens this group, e.g. `group:account=1111`; null for a single thing. */
  expand: z.string().nullable(),
  reach: z.enum(REACH_LEVELS).nullable(),
  risk: z.enum(['critical', 'high', 'medium', 'low', 'info', 'none', 'unknown']).nullable(),
  gone: z.boolean(),
})
export type MapNode = z.infer<typeof mapNode>
export const mapEdge = z.object({
  from: z.string(),
  to: z.string(),
  label: z.string(),
  count: z.number().int(),
  live: z.boolean().nullable(),
})
export type MapEdge = z.infer<typeof mapEdge>

export const mapQuery = scopeQuery.extend({
  /** `function:12`, `role:7`, `source:31` (a resource id), or nothing for the overview. */
  focus: z
    .string()
    .regex(/^(function|role|source):\d{1,9}$/, 'is function:, role: or source: and the number of a resource')
    .optional(),
  /** How the overview groups functions. */
  group: z
    .enum(['account', 'region', 'env', 'owner', 'reach', 'role'], {
      error: 'is one of account, region, env, owner, reach and role',
    })
    .default('account'),
  /** Opens one group of the overview. */
  within: z.string().max(300).optional(),
})
export type MapQuery = z.infer<typeof mapQuery>
export const estateMap = z.object({
  nodes: z.array(mapNode).meta({ description: 'At most 300' }),
  edges: z.array(mapEdge),
  /** Things left out because the map would not be readable, in words. */
  leftOut: z.array(z.string()),
  title: z.string(),
})
export type EstateMap = z.infer<typeof estateMap>
