import type { Pool } from 'pg'
import type { Target } from './targets.ts'

const CURRENT = `SELECT v.record FROM resource r JOIN resource_version v ON v.id = r.current_version_id
  WHERE r.account_id = $1 AND r.region = $2 AND r.deleted_at IS NULL AND r.kind = `

/** ARNs of queues and streams in the region that mappings read, or that failed events and results go to. */
async function eventSourceArns(pool: Pool, target: Target): Promise<string[]> {
  const { rows } = await pool.query<{ arn: string }>(
    `WITH mapping AS (${CURRENT}'event-source-mapping'), fn AS (${CURRENT}'function'), named AS (
       SELECT record->'eventSourceArn'->>'value' AS arn FROM mapping
       UNION SELECT record->'onFailureArn'->>'value' FROM mapping
       UNION SELECT record->'deadLetterTargetArn'->>'value' FROM fn
       UNION SELECT jsonb_path_query(record, '$.eventInvokeConfigs.value[*].*') #>> '{}' FROM fn)
     SELECT arn FROM named WHERE arn LIKE 'arn:%' AND split_part(arn, ':', 3) IN ('sqs', 'kinesis', 'dynamodb')
       AND split_part(arn, ':', 4) = $2 ORDER BY arn COLLATE "C"`,
    [target.account.id, target.region],
  )
  return rows.map((row) => row.arn)
}

/** Log groups that a function's resource policy lets send events to it. */
async function grantedLogGroups(pool: Pool, target: Target): Promise<string[]> {
  const { rows } = await pool.query<{ name: string }>(
    `WITH fn AS (${CURRENT}'function'), policy AS (
       SELECT record->'policy'->'value'->>'raw' AS raw FROM fn
       UNION SELECT jsonb_path_query(record, '$.qualifiedPolicies.value.*.raw') #>> '{}' FROM fn)
     SELECT DISTINCT m[1] COLLATE "C" AS name FROM policy,
       regexp_matches(raw, 'arn:[a-z-]+:logs:[a-z0-9-]*:[0-9]*:log-group:([A-Za-z0-9_/.#-]+)', 'g') AS m
     WHERE raw LIKE '%logs.%' ORDER BY 1`,
    [target.account.id, target.region],
  )
  return rows.map((row) => row.name)
}

const INPUTS: Record<string, (pool: Pool, target: Target) => Promise<unknown>> = {
  'event-sources': eventSourceArns,
  'log-subscriptions': grantedLogGroups,
}

/** Whether it is known here what to tell this collector. */
export const hasSourceInput = (collectorId: string) => Object.hasOwn(INPUTS, collectorId)

/** What a collector is told of the resources that are stored already; undefined where it asks for nothing. */
export async function sourceInputOf(pool: Pool, target: Target, collectorId: string): Promise<unknown> {
  return INPUTS[collectorId]?.(pool, target)
}
