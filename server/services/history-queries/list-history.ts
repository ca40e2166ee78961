import type { z } from 'zod'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { NotFoundError } from '#server/errors.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { queryRows, sql } from '#server/store/sql.ts'
import { historyQueryRows } from './query-rows.ts'
import type { HistoryQueryList, HistoryRecordList, historyRecordsQuery } from './schema.ts'

/** Who asked what about the past, how much was read, and what came of it; the latest hundred. */
export async function listHistoryQueries(context: Context): Promise<HistoryQueryList> {
  authorise(context, 'viewer')
  return { items: await historyQueryRows(context) }
}

type Found = { record: Omit<TrailRecord, 'eventTime'>; event_time: Date; stored: boolean }

/** A page of what a question found, the newest first. @throws NotFoundError */
export async function listHistoryRecords(
  context: Context,
  { id, from, limit }: z.infer<typeof historyRecordsQuery> & { id: string },
): Promise<HistoryRecordList> {
  authorise(context, 'viewer')
  const [query] = await historyQueryRows(context, sql`q.id = ${id}::uuid`)
  if (!query) throw new NotFoundError('This question')
  const { pool } = context.store
  const [rows, [count]] = await Promise.all([
    queryRows<Found>(
      pool,
      sql`SELECT r.record, r.event_time,
          EXISTS (SELECT 1 FROM trail_event e WHERE e.event_id = r.event_id AND e.event_time = r.event_time) AS stored
        FROM history_record r WHERE r.query_id = ${id}::uuid AND r.position >= ${from} ORDER BY r.position LIMIT ${limit}`,
    ),
    queryRows<{ total: number }>(
      pool,
      sql`SELECT count(*)::int AS total FROM history_record WHERE query_id = ${id}::uuid`,
    ),
  ])
  const items = rows.map(({ record, event_time, stored }) => ({
    eventId: record.eventId,
    eventTime: event_time.toISOString(),
    accountId: record.accountId,
    region: record.region,
    eventSource: record.eventSource,
    eventName: record.eventName,
    actorName: record.actorName,
    actorArn: record.actorArn,
    tool: record.tool,
    sourceIp: record.sourceIp,
    functionName: record.functionName,
    errorCode: record.errorCode,
    raw: record.raw,
    stored,
  }))
  return { items, total: count?.total ?? 0 }
}
