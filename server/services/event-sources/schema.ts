import { z } from 'zod'
import { REJECT_REASONS } from '#server/domain/trail/reject.ts'
import { SOURCE_KINDS } from '#server/domain/trail-sources/source-kind.ts'
import { SOURCE_STATES } from '#server/domain/trail-sources/source-state.ts'
import { isoTime } from '#server/services/scope.schema.ts'

export { sourceDraft } from '#server/domain/trail-sources/source-draft.ts'

export const eventSourceRow = z.object({
  id: z.uuid(),
  kind: z.enum(SOURCE_KINDS),
  name: z.string(),
  address: z.string(),
  accountId: z.string(),
  accountName: z.string(),
  region: z.string(),
  settings: z.record(z.string(), z.unknown()),
  enabled: z.boolean(),
  state: z.enum(SOURCE_STATES),
  /** What AWS said where it is denied or failed. */
  stateText: z.string(),
  /** Records that were read, those that were there already among them. */
  records: z.number().int(),
  lastRecordAt: isoTime.nullable(),
  checkedAt: isoTime.nullable(),
  /** From the newest event of the last batch to its arrival. */
  lagMs: z.number().int().nullable(),
  /** Messages that wait in the queue, about. */
  waiting: z.number().int().nullable(),
  /** What was kept aside of it in the last seven days. */
  rejects: z.number().int(),
  createdBy: z.string(),
  createdAt: isoTime,
})
export type EventSourceRow = z.infer<typeof eventSourceRow>

export const eventReject = z.object({
  place: z.string(),
  reason: z.enum(REJECT_REASONS),
  detail: z.string(),
  eventId: z.string().nullable(),
  count: z.number().int(),
  firstSeenAt: isoTime,
  lastSeenAt: isoTime,
})
export type EventReject = z.infer<typeof eventReject>

export const eventSourceList = z.object({
  items: z.array(eventSourceRow),
  /** What of queues and log files was kept aside in the last seven days, the latest first, at most fifty. */
  rejects: z.array(eventReject),
})
export type EventSourceList = z.infer<typeof eventSourceList>

export const updateSourceInput = z.object({
  name: z.string().trim().min(1).max(100).optional(),
  enabled: z.boolean().optional(),
})
export type UpdateSourceInput = z.infer<typeof updateSourceInput>

export const sourceTrial = z.object({
  id: z.uuid(),
  state: z.enum(['requested', 'running', 'done']),
  steps: z.array(
    z.object({ what: z.string(), state: z.enum(['ok', 'denied', 'failed', 'unknown']), text: z.string() }),
  ),
})
export type SourceTrial = z.infer<typeof sourceTrial>

/** What is known of a source before there is a queue: enough for the template that makes it. */
export const sourceSetupInput = z.object({
  kind: z.enum(SOURCE_KINDS),
  accountId: z.string().regex(/^\d{12}$/, 'is not the 12 digits of an account'),
  region: z.string().regex(/^[a-z]{2,4}(-[a-z]+){1,2}-\d$/, 'is not a region'),
  address: z.string().max(1000).default(''),
  settings: z.record(z.string(), z.unknown()).default({}),
})
export type SourceSetupInput = z.infer<typeof sourceSetupInput>

export const sourceSetup = z.object({
  /** IAM policy as JSON; null before the worker's first start. */
  policy: z.string().nullable(),
  /** What each permission is for. */
  permissions: z.array(z.object({ permission: z.string(), hides: z.string() })),
  /** What makes the queue, and what feeds it; null where nothing has to be made. */
  cloudFormation: z.string().nullable(),
  terraform: z.string().nullable(),
})
export type SourceSetup = z.infer<typeof sourceSetup>
