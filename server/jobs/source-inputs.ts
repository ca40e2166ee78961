import type { Pool } from 'pg'
import type { CodeOwner } from '#server/collectors/code-packages.ts'
import type { UsedVpc } from '#server/collectors/vpcs.ts'
import { parseArn } from '#server/domain/arn.ts'
import type { ResourceKind } from '#server/domain/records/resource-kind.ts'
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

/** The texts at these places of the region's current records, each once and sorted. */
async function textsAt(
  pool: Pool,
  target: Target,
  places: readonly (readonly [kind: ResourceKind, jsonPath: string])[],
): Promise<string[]> {
  const { rows } = await pool.query<{ text: string }>(
    `SELECT DISTINCT found.text COLLATE "C" AS text
     FROM unnest($3::text[], $4::text[]) AS place (kind, path)
       JOIN resource r ON r.kind = place.kind AND r.account_id = $1 AND r.region = $2 AND r.deleted_at IS NULL
       JOIN resource_version v ON v.id = r.current_version_id,
       LATERAL (SELECT jsonb_path_query(v.record, place.path::jsonpath) #>> '{}' AS text) AS found
     WHERE found.text <> '' ORDER BY 1`,
    [target.account.id, target.region, places.map(([kind]) => kind), places.map(([, jsonPath]) => jsonPath)],
  )
  return rows.map((row) => row.text)
}

/** Topics that functions of the region subscribe to, or that failed events and results go to. */
async function topicArns(pool: Pool, target: Target): Promise<string[]> {
  const named = await textsAt(pool, target, [
    ['topic-subscription', '$.topicArn'],
    ['function', '$.deadLetterTargetArn.value'],
    ['function', '$.eventInvokeConfigs.value[*].*'],
    ['event-source-mapping', '$.onFailureArn.value'],
  ])
  return named.filter((text) => parseArn(text)?.service === 'sns')
}

/** The VPCs that functions of the region are in, each with the security groups that they have. */
async function vpcsInUse(pool: Pool, target: Target): Promise<UsedVpc[]> {
  const { rows } = await pool.query<UsedVpc>(
    `WITH fn AS (${CURRENT}'function'), used AS (SELECT record->'vpc'->'value' AS vpc FROM fn)
     SELECT vpc->>'vpcId' AS "vpcId", array_agg(DISTINCT sg.id COLLATE "C" ORDER BY sg.id COLLATE "C")
       FILTER (WHERE sg.id IS NOT NULL) AS "securityGroupIds"
     FROM used LEFT JOIN LATERAL jsonb_array_elements_text(vpc->'securityGroupIds') AS sg (id) ON true
     WHERE vpc->>'vpcId' <> '' GROUP BY 1 ORDER BY 1`,
    [target.account.id, target.region],
  )
  return rows.map(({ vpcId, securityGroupIds }) => ({ vpcId, securityGroupIds: securityGroupIds ?? [] }))
}

const KEY_PLACES = [
  ['function', '$.kmsKeyArn.value'],
  ['function', '$.environment.value.kmsKeyArn'],
  ['event-source-mapping', '$.kmsKeyArn.value'],
  ['log-group', '$.kmsKeyArn.value'],
  ['event-source', '$.kmsKeyId.value'],
  ['topic', '$.kmsKeyId.value'],
  ['trail', '$.kmsKeyArn.value'],
] as const

/** Roles of the account's functions, in whatever region: findings about other roles are of no interest. */
async function functionRoles(pool: Pool, target: Target): Promise<string[]> {
  const { rows } = await pool.query<{ arn: string }>(
    `SELECT DISTINCT summary->>'roleArn' COLLATE "C" AS arn FROM resource
     WHERE account_id = $1 AND kind = 'function' AND deleted_at IS NULL AND summary->>'roleArn' IS NOT NULL ORDER BY 1`,
    [target.account.id],
  )
  return rows.map((row) => row.arn)
}

/** Functions with a zip and the layers that functions use, with the hash of their code where that is known. */
async function codeOwners(pool: Pool, target: Target): Promise<CodeOwner[]> {
  const { rows } = await pool.query<CodeOwner>(
    `WITH fn AS (${CURRENT}'function')
     SELECT record->>'arn' AS arn, record->>'name' AS name, record->'codeSha256'->>'value' AS "codeSha256" FROM fn
       WHERE record->'packageType'->>'value' = 'Zip'
     UNION SELECT layer, split_part(layer, ':', 7) || ':' || split_part(layer, ':', 8), NULL
       FROM fn, jsonb_path_query(record, '$.layers.value[*]') AS item, LATERAL (SELECT item #>> '{}' AS layer) AS named
     ORDER BY 1`,
    [target.account.id, target.region],
  )
  return rows
}

const INPUTS: Record<string, (pool: Pool, target: Target) => Promise<unknown>> = {
  'event-sources': eventSourceArns,
  'log-subscriptions': grantedLogGroups,
  'code-packages': codeOwners,
  'security-hub-findings': functionRoles,
  'guardduty-findings': functionRoles,
  'access-analyzer-findings': functionRoles,
  'log-groups': (pool, target) =>
    textsAt(pool, target, [['function', '$.logGroup.value ? (!(@ starts with "/aws/lambda/"))']]),
  layers: (pool, target) => textsAt(pool, target, [['function', '$.layers.value[*]']]),
  vpcs: vpcsInUse,
  topics: topicArns,
  'kms-keys': (pool, target) => textsAt(pool, target, KEY_PLACES),
  'image-repositories': (pool, target) => textsAt(pool, target, [['function', '$.imageUri.value']]),
}

/** Whether it is known here what to tell this collector. */
export const hasSourceInput = (collectorId: string) => Object.hasOwn(INPUTS, collectorId)

/** What a collector is told of the resources that are stored already; undefined where it asks for nothing. */
export async function sourceInputOf(pool: Pool, target: Target, collectorId: string): Promise<unknown> {
  return INPUTS[collectorId]?.(pool, target)
}
