import { z } from 'zod'
import { END_KINDS, HOP_KINDS } from '#server/domain/trail/chain/chain.ts'
import { ACTOR_TYPES, RECORD_CATEGORIES, TOOLS } from '#server/domain/trail/trail-record.ts'
import { facet, isoTime, scopeQuery } from '#server/services/scope.schema.ts'

/** A CloudTrail event as lists show it. */
export const eventRow = z.object({
  id: z.string(),
  at: isoTime,
  accountId: z.string(),
  accountName: z.string(),
  region: z.string(),
  source: z.string().meta({ description: 'lambda.amazonaws.com' }),
  name: z.string().meta({ description: 'Event name without its version suffix' }),
  rawName: z.string(),
  readOnly: z.boolean().nullable(),
  actorType: z.enum(ACTOR_TYPES),
  actorArn: z.string(),
  actorName: z.string(),
  sessionKey: z.string().nullable(),
  tool: z.enum(TOOLS),
  sourceIp: z.string().nullable(),
  userAgent: z.string().nullable(),
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  functionName: z.string().nullable(),
  functionId: z.number().int().nullable(),
  resources: z.array(z.string()),
})
export type EventRow = z.infer<typeof eventRow>

export const eventFilter = scopeQuery.extend({
  q: z.string().max(200).optional().meta({
    description:
      'Words that are all in the record, in any order; the last one may be the beginning of a word',
  }),
  source: z.string().max(200).optional(),
  name: z.string().max(200).optional(),
  actor: z.string().max(2100).optional().meta({ description: 'Actor ARN' }),
  session: z.string().max(2100).optional(),
  function: z.string().max(200).optional(),
  ip: z.string().max(200).optional(),
  tool: z.enum(TOOLS).optional(),
  outcome: z.enum(['ok', 'error']).optional(),
  kind: z.enum(['write', 'read']).optional(),
  category: z.enum(RECORD_CATEGORIES).optional(),
})

export const listEventsQuery = eventFilter.extend({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
export type ListEventsQuery = z.infer<typeof listEventsQuery>

export const eventList = z.object({
  items: z.array(eventRow),
  nextCursor: z.string().nullable(),
  total: z.number().int(),
  isTotalLeast: z.boolean().meta({ description: 'There are more than `total`: these were not counted' }),
  facets: z.object({
    source: facet,
    name: facet,
    actor: facet.meta({ description: 'Of the newest events that match, `actorsAmong` of them' }),
    function: facet,
    tool: facet,
    outcome: facet,
    kind: facet,
    category: facet,
  }),
  actorsAmong: z.number().int().nullable().meta({ description: 'null: of all that match' }),
})
export type EventList = z.infer<typeof eventList>

export const eventHistogram = z.object({
  from: isoTime,
  to: isoTime,
  countedFrom: isoTime
    .nullable()
    .meta({ description: 'Events older than this match as well but were not counted; null: all were' }),
  storedFrom: isoTime.nullable().meta({ description: 'The oldest event that is stored' }),
  bucketSeconds: z.number().int(),
  buckets: z.array(
    z.object({ at: isoTime, writes: z.number().int(), reads: z.number().int(), errors: z.number().int() }),
  ),
})
export type EventHistogram = z.infer<typeof eventHistogram>

export const eventDetail = z.object({ event: eventRow, raw: z.record(z.string(), z.unknown()) })
export type EventDetail = z.infer<typeof eventDetail>

const chainHop = z.object({
  kind: z.enum(HOP_KINDS).meta({ description: 'What this call did for the one before it in the list' }),
  event: eventRow,
  certainty: z
    .enum(['sure', 'likely'])
    .meta({ description: 'sure: found by a key or an id; likely: found by who and when' }),
  mfa: z.enum(['yes', 'no', 'unknown']),
  role: z.string().nullable(),
  session: z.string().nullable(),
  provider: z.string().nullable().meta({ description: 'The identity provider that vouched for the caller' }),
})
export type ChainHop = z.infer<typeof chainHop>

export const eventChain = z.object({
  hops: z.array(chainHop).meta({ description: 'From the event back to what began its session' }),
  end: z.object({
    kind: z.enum(END_KINDS),
    text: z.string().meta({ description: 'Where the way back ends, and why' }),
  }),
  storedFrom: isoTime.nullable(),
  calls: z.array(eventRow).meta({
    description: 'Calls with the same credentials, oldest first, up to 100 on each side of the event',
  }),
  hasMore: z.boolean(),
})
export type EventChain = z.infer<typeof eventChain>
