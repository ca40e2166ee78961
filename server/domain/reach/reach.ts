import { z } from 'zod'
import { guard } from '#server/domain/triggers/trigger.ts'

/** Who can invoke a function, widest first. */
export const AUDIENCES = [
  'internet',
  'internet-authenticated',
  'other-accounts',
  'organization',
  'account',
  'nobody',
] as const
export type Audience = (typeof AUDIENCES)[number]

/** `unknown`: something that could widen the answer was not seen, or a document could not be read. */
export const REACH_LEVELS = [...AUDIENCES, 'unknown'] as const
export type ReachLevel = (typeof REACH_LEVELS)[number]

/** One way in, with what decides it. */
export const reachAnswer = z.object({
  audience: z.enum(AUDIENCES),
  /** `conditional`: holds under a condition that nobody can settle from here. */
  certainty: z.enum(['certain', 'conditional', 'unknown']),
  via: z.enum(['url', 'policy', 'api', 'elb', 'cloudfront', 'source', 'identity']),
  who: z.string(),
  /** Address to call, where there is one. */
  entry: z.string().nullable(),
  triggerKey: z.string().nullable(),
  decidedBy: z.array(z.object({ what: z.string(), quote: z.string().nullable() })),
  guards: z.array(guard),
})
export type ReachAnswer = z.infer<typeof reachAnswer>

export const HOP_KINDS = [
  'internet',
  'account',
  'distribution',
  'web-acl',
  'api',
  'authorizer',
  'load-balancer',
  'url',
  'source',
  'function',
  'role',
  'resource',
] as const

/** One step of the way of a request. */
export const hop = z.object({
  kind: z.enum(HOP_KINDS),
  name: z.string(),
  arn: z.string().nullable(),
  /** What guards this hop, and what is missing here. */
  guards: z.array(guard),
  missing: z.array(z.string()),
  /** How a caller gets past the hops before this one: address and why it works. */
  around: z.array(
    z.object({ text: z.string(), address: z.string().nullable(), quote: z.string().nullable() }),
  ),
})
export const frontDoorPath = z.object({ audience: z.enum(REACH_LEVELS), hops: z.array(hop) })
export type Hop = z.infer<typeof hop>
export type FrontDoorPath = z.infer<typeof frontDoorPath>

/** What a flood of requests does to a function, its triggers and its neighbours. */
export const flood = z.object({
  /** Concurrent executions. `ceiling` is what the function can take; null where not known. */
  reserved: z.number().nullable(),
  accountLimit: z.number().nullable(),
  unreserved: z.number().nullable(),
  ceiling: z.number().nullable(),
  /** `shared`: it can starve its neighbours; `reserved`: it can take its own share alone; `off`: reserved is 0. */
  pool: z.enum(['shared', 'reserved', 'off', 'unknown']),
  neighbours: z.object({ count: z.number().int(), names: z.array(z.string()) }),
  summary: z.string(),
  triggers: z.array(
    z.object({
      key: z.string(),
      kind: z.string(),
      source: z.string(),
      invocation: z.string(),
      outcome: z.string(),
      /** Requests that lose data; null where none are lost or a figure is missing (then `why` says which). */
      requestsToLoss: z.number().nullable(),
      why: z.string(),
    }),
  ),
})
export type Flood = z.infer<typeof flood>

/** Everything that is worked out about who reaches a function. */
export const functionReach = z.object({
  level: z.enum(REACH_LEVELS),
  /** Widest first. */
  answers: z.array(reachAnswer),
  paths: z.array(frontDoorPath),
  flood,
  cors: z.string().nullable(),
  unseen: z.array(z.string()).meta({ description: 'What could not be looked at, and what it may hide' }),
})
export type FunctionReach = z.infer<typeof functionReach>

/** A function that calls a function. */
export const functionCall = z.object({
  fromArn: z.string(),
  toArn: z.string().meta({ description: 'May be a pattern with wildcards, as the permission has it' }),
  /** permission: the role may; observed: CloudTrail saw it; configuration: a destination, DLQ or state machine between. */
  by: z.array(z.enum(['permission', 'observed', 'destination', 'state-machine'])),
  synchronous: z.boolean().nullable(),
  evidence: z.string(),
  lastSeenAt: z.string().nullable(),
})
export type FunctionCall = z.infer<typeof functionCall>
