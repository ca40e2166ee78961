import { REACH_LEVELS } from '#server/domain/reach/reach.ts'
import type { Trigger } from '#server/domain/triggers/trigger.ts'
import { type Sql, sql } from '#server/store/sql.ts'
import type { TriggerRow } from './schema.ts'

export type TriggerRecord = {
  id: number
  resource_id: number
  account_id: string
  account_name: string
  region: string
  source_id: number | null
  audience: string
  function_name: string
  first_seen_at: Date
  gone_at: Date | null
  body: Trigger
}

/** SELECT of what a row shows, from `triggers` as t: a subquery or table that is already cut to the rows wanted. */
export function selectTriggers(triggers: Sql): Sql {
  return sql`SELECT t.id, t.resource_id, t.account_id, coalesce(a.name, t.account_id) AS account_name, t.region, t.source_id, t.audience,
      t.function_name, t.first_seen_at, t.gone_at, t.body FROM ${triggers} t LEFT JOIN aws_account a ON a.id = t.account_id`
}

export function toTriggerRow(record: TriggerRecord): TriggerRow {
  const { body } = record
  return {
    id: record.id,
    key: body.key,
    kind: body.kind,
    source: body.source,
    sourceName: body.sourceName,
    sourceId: record.source_id,
    detail: body.detail,
    functionId: record.resource_id,
    functionName: record.function_name,
    functionArn: body.functionArn,
    qualifier: body.qualifier,
    accountId: record.account_id,
    accountName: record.account_name,
    region: record.region,
    invocation: body.invocation,
    sides: body.sides,
    live: body.live,
    liveReason: body.liveReason,
    failuresVia: body.failures.via,
    failuresTo: body.failures.to,
    audience: REACH_LEVELS.find((level) => level === record.audience) ?? 'unknown',
    firstSeenAt: record.first_seen_at.toISOString(),
    goneAt: record.gone_at?.toISOString() ?? null,
  }
}
