import { z } from 'zod'
import { historyFilter } from '#server/domain/trail-sources/history-filter.ts'
import { QUERY_STATUSES } from '#server/domain/trail-sources/query-price.ts'
import { isoTime } from '#server/services/scope.schema.ts'

export const planInput = z.object({ sourceId: z.uuid(), filter: historyFilter })
export type PlanInput = z.infer<typeof planInput>

export const historyPlan = z.object({
  /** As it is sent to AWS. */
  sql: z.string(),
  /** What keeps it small: its times, its partitions, its number of results; and what does not. */
  bounds: z.array(z.string()),
  warnings: z.array(z.string()),
})
export type HistoryPlan = z.infer<typeof historyPlan>

const MB = 1e6

/** From ten megabytes, for which Athena asks in any case, to ten terabytes. */
export const askInput = planInput.extend({
  budgetBytes: z
    .number()
    .int()
    .min(10 * MB)
    .max(10e6 * MB),
})
export type AskInput = z.infer<typeof askInput>

export const historyQueryRow = z.object({
  id: z.uuid(),
  sourceId: z.uuid(),
  sourceName: z.string(),
  filter: historyFilter,
  sql: z.string(),
  status: z.enum(QUERY_STATUSES),
  statusText: z.string(),
  budgetBytes: z.number().int(),
  scannedBytes: z.number().int().nullable(),
  /** USD for what was read, at AWS's list price. */
  priceUsd: z.number().nullable(),
  records: z.number().int().nullable(),
  /** Of these, the ones that are not among the stored events. */
  added: z.number().int().nullable(),
  createdBy: z.string(),
  createdAt: isoTime,
  finishedAt: isoTime.nullable(),
})
export type HistoryQueryRow = z.infer<typeof historyQueryRow>
export const historyQueryList = z.object({ items: z.array(historyQueryRow) })
export type HistoryQueryList = z.infer<typeof historyQueryList>

export const historyRecordsQuery = z.object({
  /** Position of the first one. */
  from: z.coerce.number().int().min(0).max(10_000).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})

export const historyRecord = z.object({
  eventId: z.string(),
  eventTime: isoTime,
  accountId: z.string(),
  region: z.string(),
  eventSource: z.string(),
  eventName: z.string(),
  actorName: z.string(),
  actorArn: z.string(),
  tool: z.string(),
  sourceIp: z.string().nullable(),
  functionName: z.string().nullable(),
  errorCode: z.string().nullable(),
  /** The record with its secrets masked. */
  raw: z.record(z.string(), z.unknown()),
  /** Whether it is among the stored events as well. */
  stored: z.boolean(),
})
export type HistoryRecord = z.infer<typeof historyRecord>
export const historyRecordList = z.object({
  items: z.array(historyRecord),
  total: z.number().int(),
})
export type HistoryRecordList = z.infer<typeof historyRecordList>
