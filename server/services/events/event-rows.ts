import { ACTOR_TYPES, TOOLS } from '#server/domain/trail/trail-record.ts'
import { type Sql, sql } from '#server/store/sql.ts'
import type { EventRow } from './schema.ts'

/** Calls that succeeded and changed something; a function that opens its own log stream changes nothing. */
export const isChange = (alias: Sql): Sql =>
  sql`${alias}.read_only IS NOT TRUE AND ${alias}.error_code IS NULL AND ${alias}.event_name <> 'CreateLogStream'`

export type EventRecord = {
  event_id: string
  event_time: Date
  account_id: string
  account_name: string
  region: string
  event_source: string
  event_name: string
  raw_event_name: string
  read_only: boolean | null
  actor_type: string
  actor_arn: string
  actor_name: string
  session_key: string | null
  tool: string
  source_ip: string | null
  user_agent: string | null
  error_code: string | null
  error_message: string | null
  function_name: string | null
  function_id: number | null
  resources: string[]
}

/** SELECT of what an event row shows, from `events` as e: a subquery that is already cut to the rows wanted. */
export function selectEvents(events: Sql, more: Sql = sql``): Sql {
  return sql`SELECT e.event_id, e.event_time, e.account_id, coalesce(a.name, e.account_id) AS account_name, e.region, e.event_source,
      e.event_name, e.raw_event_name, e.read_only, e.actor_type, e.actor_arn, e.actor_name, e.session_key, e.tool, e.source_ip,
      e.user_agent, e.error_code, e.error_message, e.function_name, fr.id AS function_id, e.resources ${more}
    FROM (${events}) e LEFT JOIN aws_account a ON a.id = e.account_id
    LEFT JOIN resource fr ON fr.kind = 'function' AND fr.name = e.function_name AND fr.account_id = e.account_id AND fr.region = e.region`
}

export function toEventRow(record: EventRecord): EventRow {
  return {
    id: record.event_id,
    at: record.event_time.toISOString(),
    accountId: record.account_id,
    accountName: record.account_name,
    region: record.region,
    source: record.event_source,
    name: record.event_name,
    rawName: record.raw_event_name,
    readOnly: record.read_only,
    actorType: ACTOR_TYPES.find((type) => type === record.actor_type) ?? 'unknown',
    actorArn: record.actor_arn,
    actorName: record.actor_name,
    sessionKey: record.session_key,
    tool: TOOLS.find((tool) => tool === record.tool) ?? 'unknown',
    sourceIp: record.source_ip,
    userAgent: record.user_agent,
    errorCode: record.error_code,
    errorMessage: record.error_message,
    functionName: record.function_name,
    functionId: record.function_id,
    resources: record.resources,
  }
}
