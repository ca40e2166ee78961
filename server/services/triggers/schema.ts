import { z } from 'zod'
import { REACH_LEVELS } from '#server/domain/reach/reach.ts'
import { INVOCATIONS, TRIGGER_KINDS, TRIGGER_SIDES, trigger } from '#server/domain/triggers/trigger.ts'
import { facet, isoTime, pageQuery, scopeQuery } from '#server/services/scope.schema.ts'

export const triggerRow = z.object({
  id: z.number().int(),
  key: z.string().meta({ description: "The trigger's key, by which reach and flood name it" }),
  kind: z.enum(TRIGGER_KINDS),
  source: z.string(),
  sourceName: z.string(),
  sourceId: z.number().int().nullable().meta({ description: 'Resource that is the source, where collected' }),
  detail: z.string(),
  functionId: z.number().int(),
  functionName: z.string(),
  functionArn: z.string(),
  qualifier: z.string().nullable(),
  accountId: z.string(),
  accountName: z.string(),
  region: z.string(),
  invocation: z.enum(INVOCATIONS),
  sides: z.enum(TRIGGER_SIDES),
  live: z.boolean().nullable(),
  liveReason: z.string(),
  failuresVia: z.string(),
  failuresTo: z.string().nullable(),
  audience: z.enum(REACH_LEVELS),
  firstSeenAt: isoTime,
  goneAt: isoTime.nullable(),
})
export type TriggerRow = z.infer<typeof triggerRow>

/** Facet filters take comma-separated values. `q`: free text with typed terms: `kind:sqs sides:"grant only" failures:nowhere live:no`. */
export const listTriggersQuery = scopeQuery.extend(pageQuery.shape).extend({
  q: z.string().max(200).optional(),
  kind: z.string().max(300).optional(),
  invocation: z.string().max(100).optional(),
  sides: z.string().max(100).optional(),
  live: z.string().max(30).optional(),
  failures: z.string().max(200).optional(),
  audience: z.string().max(200).optional(),
  gone: z.enum(['yes', 'no']).default('no'),
  sort: z
    .enum(['kind', 'source', 'function', 'account', 'region', 'audience', 'firstSeenAt'])
    .default('audience'),
  order: z.enum(['asc', 'desc']).default('desc').meta({ description: 'desc puts the widest audience first' }),
  format: z.enum(['json', 'csv']).default('json'),
})
export type ListTriggersQuery = z.infer<typeof listTriggersQuery>

export const triggerList = z.object({
  items: z.array(triggerRow),
  total: z.number().int(),
  page: z.number().int(),
  pageSize: z.number().int(),
  facets: z.object({
    account: facet,
    region: facet,
    kind: facet,
    invocation: facet,
    sides: facet,
    live: facet,
    failures: facet,
    audience: facet,
  }),
})
export type TriggerList = z.infer<typeof triggerList>

export const triggerDetail = z.object({
  row: triggerRow,
  trigger,
  /** The collected source: kind, its history's resource id, and its record. */
  source: z
    .object({
      id: z.number().int(),
      kind: z.string(),
      name: z.string(),
      record: z.record(z.string(), z.unknown()),
    })
    .nullable(),
  siblings: z.array(triggerRow).meta({ description: 'Other triggers of the same source' }),
})
export type TriggerDetail = z.infer<typeof triggerDetail>
