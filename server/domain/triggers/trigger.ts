import { z } from 'zod'

export const TRIGGER_KINDS = [
  'url',
  'api',
  'elb',
  'cloudfront',
  'sqs',
  'kinesis',
  'dynamodb',
  'kafka',
  'mq',
  'documentdb',
  's3',
  'sns',
  'event-rule',
  'schedule',
  'logs',
  'cognito',
  'step-functions',
  'iot',
  'config',
  'codepipeline',
  'service',
  'account',
  'anyone',
] as const
export type TriggerKind = (typeof TRIGGER_KINDS)[number]

export const INVOCATIONS = ['synchronous', 'asynchronous', 'stream', 'queue', 'unknown'] as const
export type Invocation = (typeof INVOCATIONS)[number]

/**
 * Which sides of a trigger were seen. `both`: the grant and the source; `grant only`: the policy lets a source in that
 * names no such function, or is gone; `source only`: a source names the function that its policy does not let in;
 * `setting`: one setting is the whole trigger (URL, mapping, a service that calls by its own role).
 */
export const TRIGGER_SIDES = ['both', 'grant only', 'source only', 'setting', 'unknown'] as const
export type TriggerSides = (typeof TRIGGER_SIDES)[number]

export const GUARD_KINDS = [
  'authorizer',
  'iam',
  'api-key',
  'resource-policy',
  'web-acl',
  'throttle',
  'usage-plan',
  'private-endpoint',
  'mutual-tls',
  'signed-url',
  'login',
  'filter',
] as const

/** Something that stands between a caller and the function. `authenticates`: it asks who calls; an API key does not. */
export const guard = z.object({
  kind: z.enum(GUARD_KINDS),
  name: z.string(),
  authenticates: z.boolean(),
  note: z.string(),
})
export type Guard = z.infer<typeof guard>

/** One way by which a function is invoked. */
export const trigger = z.object({
  /** The same as long as kind, source, detail and qualifier are: a short hash of them. */
  key: z.string(),
  kind: z.enum(TRIGGER_KINDS),
  /** ARN, URL or principal. */
  source: z.string(),
  sourceName: z.string(),
  sourceAccountId: z.string().nullable(),
  /** The route, the schedule, the events and prefix, the batch size: what one line can say. */
  detail: z.string(),
  functionArn: z.string().meta({ description: 'Without qualifier' }),
  qualifier: z.string().nullable(),
  invocation: z.enum(INVOCATIONS),
  throttled: z.string().meta({ description: 'What happens to an event that is throttled' }),
  retries: z.string(),
  failures: z.object({
    to: z.string().nullable().meta({ description: 'ARN; null where nothing is kept or it is not known' }),
    via: z.enum(['destination', 'dead-letter queue', 'redrive policy', 'caller', 'nowhere', 'unknown']),
  }),
  live: z.boolean().nullable(),
  liveReason: z.string(),
  sides: z.enum(TRIGGER_SIDES),
  evidence: z.array(
    z.object({
      side: z.enum(['grant', 'source']),
      text: z.string(),
      quote: z.string().nullable().meta({ description: 'The statement or setting, as JSON' }),
    }),
  ),
  guards: z.array(guard),
})
export type Trigger = z.infer<typeof trigger>
