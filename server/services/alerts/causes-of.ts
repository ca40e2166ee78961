import { asArray, asObject, asTexts } from '#server/domain/json.ts'
import {
  CAUSE_WINDOW_MS,
  type Change,
  causeText,
  type Incident,
  madeByText,
  rankChanges,
} from '#server/domain/rank-changes.ts'
import { MINUTE_MS } from '#server/domain/time.ts'
import type { Context } from '#server/services/context.ts'
import { type EventRecord, isChange, selectEvents } from '#server/services/events/event-rows.ts'
import { queryRows, type Sql, sql } from '#server/store/sql.ts'

/** What of an alert decides which changes may have caused it. */
export type CauseKey = {
  id: string
  rule_kind: string
  account_id: string
  region: string
  resource_name: string | null
  resource_kind: string | null
  role_arn: string | null
  started_at: Date
  evidence: unknown
}

export type ChangeRecord = EventRecord & Change & { alert_id: string }

/** A setting is dated by AWS, the call that made it a moment later. */
const SETTING_SLACK_MS = MINUTE_MS

function lastCauseMs(key: CauseKey): number {
  return key.started_at.getTime() + (key.rule_kind === 'check' ? SETTING_SLACK_MS : 0)
}

export function incidentOf(key: CauseKey): Incident {
  return {
    startedAtMs: lastCauseMs(key),
    accountId: key.account_id,
    region: key.region,
    functionName: key.resource_kind === 'function' || key.resource_kind === null ? key.resource_name : null,
    roleArn: key.role_arn,
  }
}

export function eventIdsOf(evidence: unknown): string[] {
  return asTexts(asArray(asObject(evidence).eventIds))
}

function candidates(keys: CauseKey[], perAlert: number): Sql {
  const columns = {
    id: keys.map((key) => key.id),
    account: keys.map((key) => key.account_id),
    region: keys.map((key) => key.region),
    name: keys.map((key) => incidentOf(key).functionName),
    role: keys.map((key) => key.role_arn),
    at: keys.map((key) => new Date(lastCauseMs(key))),
    own: keys.map((key) => JSON.stringify(eventIdsOf(key.evidence))),
  }
  const change = sql`t.account_id = k.account_id AND t.event_time <= k.at AND t.event_time >= k.at - make_interval(secs => ${CAUSE_WINDOW_MS / 1000})
    AND ${isChange(sql`t`)} AND NOT k.own ? t.event_id`
  return sql`SELECT k.alert_id, c.* FROM unnest(${columns.id}::text[], ${columns.account}::text[], ${columns.region}::text[], ${columns.name}::text[],
      ${columns.role}::text[], ${columns.at}::timestamptz[], ${columns.own}::jsonb[]) AS k(alert_id, account_id, region, name, role, at, own),
    LATERAL (
      (SELECT t.* FROM trail_event t WHERE ${change} AND t.function_name = k.name AND t.region = k.region ORDER BY t.event_time DESC LIMIT ${perAlert})
      UNION
      (SELECT t.* FROM trail_event t WHERE ${change} AND (t.region = k.region OR k.role = ANY(t.resources)) ORDER BY t.event_time DESC LIMIT ${perAlert * 3})
    ) c`
}

/** Changes that may have caused these alerts, at most some dozens each. */
export async function findChanges(
  { store }: Context,
  keys: CauseKey[],
  perAlert: number,
): Promise<ChangeRecord[]> {
  if (keys.length === 0) return []
  const records = await queryRows<EventRecord & { alert_id: string }>(
    store.pool,
    selectEvents(candidates(keys, perAlert), sql`, e.alert_id`),
  )
  return records.map((record) => ({
    ...record,
    atMs: record.event_time.getTime(),
    name: record.event_name,
    readOnly: record.read_only,
    errorCode: record.error_code,
    actorName: record.actor_name,
    accountId: record.account_id,
    functionName: record.function_name,
  }))
}

/** The likeliest cause of each alert in words, by alert id. A detection is its own cause. */
export async function causesOf(context: Context, keys: CauseKey[]): Promise<Map<string, string>> {
  const caused = keys.filter((key) => key.rule_kind !== 'detection')
  const byAlert = Map.groupBy(await findChanges(context, caused, 3), (change) => change.alert_id)
  return new Map(
    caused.flatMap((key) => {
      const incident = incidentOf(key)
      const [first] = rankChanges(incident, byAlert.get(key.id) ?? [])
      const text = key.rule_kind === 'check' ? madeByText(first, incident) : causeText(first)
      return text ? [[key.id, text]] : []
    }),
  )
}
