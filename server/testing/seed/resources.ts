import { createHash } from 'node:crypto'
import type { Pool } from 'pg'
import { absent, known } from '#server/domain/field.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { summaryOf } from '#server/domain/records/summary-of.ts'
import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import { SEED_ACCOUNTS, SEED_REGIONS, type SeedFunction } from './estate.ts'

function roleRecord(accountId: string, name: string): RoleRecord {
  const document = (actions: string[]) => {
    const parsed = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }] }
    return { raw: JSON.stringify(parsed), parsed }
  }
  const trust = {
    Version: '2012-10-17',
    Statement: [
      { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ],
  }
  return {
    kind: 'role',
    arn: `arn:aws:iam::${accountId}:role/${name}`,
    name,
    accountId,
    region: GLOBAL_REGION,
    path: '/',
    roleId: `AROA${createHash('sha256').update(name).digest('hex').slice(0, 16).toUpperCase()}`,
    createdAt: known('2026-01-05T10:00:00.000Z'),
    trustPolicy: known({ raw: JSON.stringify(trust), parsed: trust }),
    inlinePolicies: known([
      {
        name: 'own',
        document: known(document(name.startsWith('shared') ? ['*'] : ['dynamodb:GetItem', 's3:*'])),
      },
    ]),
    attachedPolicies: known([
      {
        name: 'AWSLambdaBasicExecutionRole',
        arn: 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
        document: known(document(['logs:CreateLogStream', 'logs:PutLogEvents'])),
      },
    ]),
    permissionsBoundary: absent(),
    lastUsedAt: absent(),
    lastUsedRegion: absent(),
    tags: absent(),
    unknownFields: [],
  }
}

function mappingRecord(fn: SeedFunction, i: number): EventSourceMappingRecord {
  const { accountId, region, name } = fn.record
  const uuid = `00000000-0000-4000-8000-${String(i).padStart(12, '0')}`
  const queue = i % 2 === 0
  return {
    kind: 'event-source-mapping',
    arn: `arn:aws:lambda:${region}:${accountId}:event-source-mapping:${uuid}`,
    name: uuid,
    accountId,
    region,
    uuid,
    functionArn: known(fn.record.arn),
    functionName: known(name),
    eventSourceArn: known(
      queue
        ? `arn:aws:sqs:${region}:${accountId}:${name}-queue`
        : `arn:aws:kinesis:${region}:${accountId}:stream/${name}`,
    ),
    sourceType: queue ? 'sqs' : 'kinesis',
    state: known(i % 12 === 0 ? 'Disabled' : 'Enabled'),
    stateReason: absent(),
    batchSize: known(10),
    maximumBatchingWindowSeconds: known(0),
    parallelizationFactor: queue ? absent() : known(1),
    startingPosition: queue ? absent() : known('LATEST'),
    maximumRetryAttempts: queue ? absent() : known(-1),
    maximumRecordAgeSeconds: queue ? absent() : known(-1),
    bisectBatchOnFunctionError: queue ? absent() : known(false),
    onFailureArn: absent(),
    filters: absent(),
    maximumConcurrency: absent(),
    functionResponseTypes: absent(),
    topics: absent(),
    queues: absent(),
    lastModifiedAt: known('2026-06-01T00:00:00.000Z'),
    lastProcessingResult: known('OK'),
    unknownFields: [],
  }
}

function settingsRecord(accountId: string, region: string): ResourceRecord {
  return {
    kind: 'account-settings',
    arn: `arn:aws:lambda:${region}:${accountId}:account-settings`,
    name: 'account-settings',
    accountId,
    region,
    concurrentExecutions: known(1000),
    unreservedConcurrentExecutions: known(900),
    totalCodeSizeLimitBytes: known(80_530_636_800),
    codeSizeUnzippedLimitBytes: known(262_144_000),
    codeSizeZippedLimitBytes: known(52_428_800),
    functionCount: known(100),
    totalCodeSizeBytes: known(5_000_000),
    unknownFields: [],
  }
}

type Item = { record: ResourceRecord; summary: unknown; firstSeenMs: number; changedMs: number }

/** Resources and, for functions that were changed while being watched, the version before. */
export async function seedResources(
  pool: Pool,
  functions: SeedFunction[],
  nowMs: number,
  days: number,
): Promise<void> {
  const beganMs = nowMs - days * DAY_MS
  const items: Item[] = functions.map((fn) => ({
    record: fn.record,
    summary: fn.summary,
    firstSeenMs: beganMs,
    changedMs: Math.max(beganMs, fn.lastModifiedMs),
  }))
  const roles = new Map(functions.map((fn) => [`${fn.record.accountId}/${fn.roleName}`, fn]))
  for (const fn of roles.values()) {
    const record = roleRecord(fn.record.accountId, fn.roleName)
    items.push({ record, summary: summaryOf(record), firstSeenMs: beganMs, changedMs: beganMs })
  }
  for (const [i, fn] of functions.entries())
    if (i % 3 === 0)
      items.push({
        record: mappingRecord(fn, i),
        summary: { functionName: fn.record.name },
        firstSeenMs: beganMs,
        changedMs: beganMs,
      })
  for (const account of SEED_ACCOUNTS)
    for (const region of SEED_REGIONS)
      items.push({
        record: settingsRecord(account.id, region),
        summary: { concurrentExecutions: 1000, unreservedConcurrentExecutions: 900 },
        firstSeenMs: beganMs,
        changedMs: beganMs,
      })
  const rows = items.map(({ record, summary, firstSeenMs, changedMs }) => ({
    account_id: record.accountId,
    region: record.region,
    kind: record.kind,
    arn: record.arn,
    name: record.name,
    summary,
    first_seen_at: new Date(firstSeenMs),
    last_seen_at: new Date(nowMs - 60_000),
    changed_at: new Date(changedMs),
    record,
    changed: changedMs > firstSeenMs,
    before:
      record.kind === 'function'
        ? { ...record, codeSha256: known('before'), timeoutSeconds: known(3) }
        : record,
  }))
  await pool.query(
    `WITH input AS (SELECT * FROM jsonb_to_recordset($1::jsonb) AS x(account_id text, region text, kind text, arn text, name text,
       summary jsonb, first_seen_at timestamptz, last_seen_at timestamptz, changed_at timestamptz, record jsonb, changed boolean, before jsonb)),
     made AS (INSERT INTO resource (account_id, region, kind, arn, name, summary, first_seen_at, last_seen_at)
       SELECT account_id, region, kind, arn, name, summary, first_seen_at, last_seen_at FROM input RETURNING id, arn)
     INSERT INTO resource_version (resource_id, content_hash, record, valid_from, valid_to, actor)
     SELECT m.id, md5(i.record::text), i.record, i.changed_at, NULL::timestamptz, CASE WHEN i.changed THEN 'gha-deploy' END FROM input i JOIN made m USING (arn)
     UNION ALL
     SELECT m.id, md5(i.before::text), i.before, i.first_seen_at, i.changed_at, NULL FROM input i JOIN made m USING (arn) WHERE i.changed`,
    [JSON.stringify(rows)],
  )
  await pool.query(
    'UPDATE resource r SET current_version_id = v.id FROM resource_version v WHERE v.resource_id = r.id AND v.valid_to IS NULL',
  )
  const gone = new Date(nowMs - 5 * HOUR_MS)
  await pool.query(
    `INSERT INTO resource (account_id, region, kind, arn, name, summary, first_seen_at, last_seen_at, deleted_at)
     VALUES ('111122223333', 'us-east-1', 'function', 'arn:aws:lambda:us-east-1:111122223333:function:legacy-import', 'legacy-import', '{"runtime":"python3.8","urlAuth":"none"}', $1, $2, $2)`,
    [new Date(beganMs), gone],
  )
}
