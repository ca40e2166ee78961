import type { PoolClient } from 'pg'
import type { FunctionCall, ReachLevel } from '#server/domain/reach/reach.ts'
import type { Trigger } from '#server/domain/triggers/trigger.ts'
import { jsonText, keyText, plainText } from './json-text.ts'

export type Derived = { id: number; inputsHash: string; body: unknown; derived: Record<string, unknown> }

/** Stores what was worked out of resources; `derived` is merged into what lists filter by. */
export async function saveInsights(db: PoolClient, rows: Derived[], now: Date): Promise<void> {
  if (rows.length === 0) return
  await db.query(
    `INSERT INTO insight (resource_id, inputs_hash, body, computed_at)
     SELECT x.id, x.hash, x.body, $4 FROM unnest($1::int[], $2::text[], $3::jsonb[]) AS x(id, hash, body)
     WHERE EXISTS (SELECT 1 FROM resource r WHERE r.id = x.id)
     ON CONFLICT (resource_id) DO UPDATE SET inputs_hash = EXCLUDED.inputs_hash, body = EXCLUDED.body, computed_at = EXCLUDED.computed_at`,
    [
      rows.map((row) => row.id),
      rows.map((row) => row.inputsHash),
      rows.map((row) => jsonText(row.body)),
      now,
    ],
  )
  await mergeDerived(db, rows)
}

/** Changes some of the facts that lists filter by; the others stay. */
export async function mergeDerived(
  db: PoolClient,
  rows: { id: number; derived: Record<string, unknown> }[],
): Promise<void> {
  if (rows.length === 0) return
  await db.query(
    `UPDATE resource r SET derived = r.derived || x.derived
     FROM unnest($1::int[], $2::jsonb[]) AS x(id, derived)
     WHERE r.id = x.id AND r.derived IS DISTINCT FROM r.derived || x.derived`,
    [rows.map((row) => row.id), rows.map((row) => jsonText(row.derived))],
  )
}

export type FunctionTriggers = {
  id: number
  accountId: string
  region: string
  name: string
  triggers: { trigger: Trigger; audience: ReachLevel; sourceId: number | null }[]
  /** Everything that could name one was seen: what is not among `triggers` is gone. */
  complete: boolean
}

/** Brings the triggers of functions up to date. What was there before keeps the time at which it was first seen. */
export async function saveTriggers(db: PoolClient, functions: FunctionTriggers[], now: Date): Promise<void> {
  const rows = functions.flatMap(({ id, accountId, region, name, triggers }) =>
    triggers.map(({ trigger, audience, sourceId }) => ({
      resource_id: id,
      key: trigger.key,
      account_id: accountId,
      region,
      kind: trigger.kind,
      source: keyText(trigger.source),
      source_name: plainText(trigger.sourceName),
      source_id: sourceId,
      function_arn: trigger.functionArn,
      function_name: name,
      qualifier: trigger.qualifier,
      invocation: trigger.invocation,
      sides: trigger.sides,
      live: trigger.live,
      failures_via: trigger.failures.via,
      audience,
      body: trigger,
    })),
  )
  await db.query(
    `INSERT INTO trigger (resource_id, key, account_id, region, kind, source, source_name, source_id, function_arn, function_name,
       qualifier, invocation, sides, live, failures_via, audience, body, first_seen_at)
     SELECT x.*, $2::timestamptz FROM jsonb_to_recordset($1::jsonb) AS x(resource_id int, key text, account_id text, region text, kind text,
       source text, source_name text, source_id int, function_arn text, function_name text, qualifier text, invocation text, sides text,
       live boolean, failures_via text, audience text, body jsonb)
     ON CONFLICT (resource_id, key) DO UPDATE SET source_name = EXCLUDED.source_name, source_id = EXCLUDED.source_id,
       invocation = EXCLUDED.invocation, sides = EXCLUDED.sides, live = EXCLUDED.live, failures_via = EXCLUDED.failures_via,
       audience = EXCLUDED.audience, body = EXCLUDED.body, gone_at = NULL
     WHERE trigger.gone_at IS NOT NULL OR trigger.body <> EXCLUDED.body OR trigger.audience <> EXCLUDED.audience
       OR trigger.source_id IS DISTINCT FROM EXCLUDED.source_id`,
    [jsonText(rows), now],
  )
  await db.query(
    `UPDATE trigger t SET gone_at = $4 WHERE t.resource_id = ANY($1) AND t.gone_at IS NULL
       AND NOT EXISTS (SELECT 1 FROM unnest($2::int[], $3::text[]) AS x(id, key) WHERE x.id = t.resource_id AND x.key = t.key)`,
    [
      functions.filter((one) => one.complete).map((one) => one.id),
      rows.map((row) => row.resource_id),
      rows.map((row) => row.key),
      now,
    ],
  )
}

/** Triggers of functions that are gone are gone with them; a function that comes back, even the same, is worked out again. */
export async function retireDeleted(db: PoolClient, accountId: string, now: Date): Promise<void> {
  await db.query(
    `UPDATE trigger t SET gone_at = coalesce(r.deleted_at, $2) FROM resource r
     WHERE r.id = t.resource_id AND r.account_id = $1 AND r.deleted_at IS NOT NULL AND t.gone_at IS NULL`,
    [accountId, now],
  )
  await db.query(
    `UPDATE insight i SET inputs_hash = '' FROM resource r
     WHERE r.id = i.resource_id AND r.account_id = $1 AND r.kind = 'function' AND r.deleted_at IS NOT NULL AND i.inputs_hash <> ''`,
    [accountId],
  )
}

/** An account's calls from function to function are now these. Patterns too long for an index are left out. */
export async function replaceCalls(db: PoolClient, accountId: string, calls: FunctionCall[]): Promise<void> {
  const byPair = new Map(
    calls
      .filter((call) => call.fromArn.length + call.toArn.length < 1000)
      .map((call) => [`${call.fromArn} ${call.toArn}`, call]),
  )
  const rows = [...byPair.values()].map((call) => ({
    from_arn: plainText(call.fromArn),
    to_arn: plainText(call.toArn),
    by: call.by,
    synchronous: call.synchronous,
    evidence: plainText(call.evidence),
    last_seen_at: call.lastSeenAt,
  }))
  await db.query(
    `DELETE FROM function_call c WHERE account_id = $1 AND NOT EXISTS (
       SELECT 1 FROM jsonb_to_recordset($2::jsonb) AS x(from_arn text, to_arn text) WHERE x.from_arn = c.from_arn AND x.to_arn = c.to_arn)`,
    [accountId, jsonText(rows)],
  )
  await db.query(
    `INSERT INTO function_call (account_id, from_arn, to_arn, "by", synchronous, evidence, last_seen_at)
     SELECT $1, from_arn, to_arn, ARRAY(SELECT jsonb_array_elements_text("by")), synchronous, evidence, last_seen_at
     FROM jsonb_to_recordset($2::jsonb) AS x(from_arn text, to_arn text, "by" jsonb, synchronous boolean, evidence text, last_seen_at timestamptz)
     ON CONFLICT (from_arn, to_arn) DO UPDATE SET "by" = EXCLUDED."by", synchronous = EXCLUDED.synchronous,
       evidence = EXCLUDED.evidence, last_seen_at = EXCLUDED.last_seen_at, account_id = EXCLUDED.account_id
     WHERE (function_call."by", function_call.synchronous, function_call.evidence, function_call.last_seen_at)
       IS DISTINCT FROM (EXCLUDED."by", EXCLUDED.synchronous, EXCLUDED.evidence, EXCLUDED.last_seen_at)`,
    [accountId, jsonText(rows)],
  )
}
