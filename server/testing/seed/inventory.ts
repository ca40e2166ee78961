import type { Pool } from 'pg'
import { absent, known } from '#server/domain/field.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import type { EventRuleRecord } from '#server/domain/records/event-rule-record.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import type { UserRecord } from '#server/domain/records/user-record.ts'
import { DAY_MS } from '#server/domain/time.ts'
import { readRawRecord } from '#server/domain/trail/read-trail-record.ts'
import { workOutAccount } from '#server/jobs/derive-account.ts'
import { saveResources } from '#server/store/save-resources.ts'
import { SEED_ACCOUNTS, SEED_REGIONS, type SeedFunction } from './estate.ts'
import { storeEvents } from './store-events.ts'

type Place = { accountId: string; region: string }

/** Kinds that a sweep collects in every region, and those that it collects once an account. */
export const REGIONAL_KINDS = [
  'function',
  'event-source-mapping',
  'event-source',
  'api',
  'load-balancer',
  'web-acl',
  'event-rule',
  'schedule',
  'topic-subscription',
  'log-subscription',
  'user-pool',
  'state-machine',
  'account-settings',
]
export const GLOBAL_KINDS = ['role', 'user', 'bucket', 'distribution', 'web-acl']

/** Notes that complete sweeps of every kind were made in these accounts and regions. */
export async function seedSweeps(
  pool: Pool,
  accounts: string[],
  regions: readonly string[],
  now: Date,
): Promise<void> {
  await pool.query(
    `INSERT INTO collector_cursor (collector, account_id, region, cursor, updated_at)
     SELECT 'sweep-' || kind, a, region, '{}', $5 FROM unnest($1::text[]) a,
       (SELECT kind, region FROM unnest($2::text[]) kind, unnest($3::text[]) region
        UNION ALL SELECT kind, '${GLOBAL_REGION}' FROM unnest($4::text[]) kind) k
     ON CONFLICT DO NOTHING`,
    [accounts, REGIONAL_KINDS, regions, GLOBAL_KINDS, now],
  )
}

function nightly(place: Place, functions: SeedFunction[]): EventRuleRecord {
  const { accountId, region } = place
  return {
    ...place,
    kind: 'event-rule',
    arn: `arn:aws:events:${region}:${accountId}:rule/nightly`,
    name: 'nightly',
    bus: 'default',
    state: known('ENABLED'),
    schedule: known('cron(0 2 * * ? *)'),
    pattern: absent(),
    managedBy: absent(),
    targets: known(functions.map(({ record }, i) => ({ id: String(i), arn: record.arn }))),
    unknownFields: [],
  }
}

export const seedApiId = ({ accountId, region }: Place) => `shop${accountId.slice(-2)}${region.slice(0, 2)}`

function shopApi(place: Place, functions: SeedFunction[]): ApiRecord {
  const { region } = place
  const apiId = seedApiId(place)
  return {
    ...place,
    kind: 'api',
    arn: `arn:aws:apigateway:${region}::/restapis/${apiId}`,
    name: 'shop',
    apiId,
    protocol: 'REST',
    endpointTypes: known(['REGIONAL']),
    vpcEndpointIds: absent(),
    executeApiDisabled: known(false),
    endpoint: `https://${apiId}.execute-api.${region}.amazonaws.com`,
    policy: absent(),
    cors: absent(),
    authorizers: known([]),
    routes: known(
      functions.map(({ record }, i) => ({
        key: `ANY /${record.name}`,
        method: 'ANY',
        path: `/${record.name}`,
        authorization: i % 2 === 0 ? 'AWS_IAM' : 'NONE',
        scopes: [],
        apiKeyRequired: false,
        integration: { type: 'AWS_PROXY', functionArn: record.arn, invocation: 'synchronous' as const },
      })),
    ),
    stages: known([
      {
        name: 'prod',
        deploymentId: 'd1',
        variables: {},
        throttle: { ratePerSecond: 500, burst: 1000 },
        routeThrottles: {},
      },
    ]),
    usagePlans: known([]),
    domains: known([]),
    createdAt: known('2026-01-01T00:00:00.000Z'),
    tags: absent(),
    unknownFields: [],
  }
}

function developer(accountId: string): UserRecord {
  const parsed = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['lambda:UpdateFunctionCode', 'lambda:Get*'], Resource: '*' }],
  }
  return {
    kind: 'user',
    arn: `arn:aws:iam::${accountId}:user/alice`,
    name: 'alice',
    accountId,
    region: GLOBAL_REGION,
    path: '/',
    userId: `AIDA${accountId}`,
    createdAt: known('2025-03-01T00:00:00.000Z'),
    inlinePolicies: known([{ name: 'deploys', document: known({ raw: JSON.stringify(parsed), parsed }) }]),
    attachedPolicies: absent(),
    groups: absent(),
    permissionsBoundary: absent(),
    tags: absent(),
    unknownFields: [],
  }
}

const isBehindApi = ({ record }: SeedFunction) => /-(api|webhook)-/.test(record.name)

/** What IAM tells of the roles' use, a few calls of functions, and that CloudTrail was read for two weeks. */
async function seedUse(pool: Pool, functions: SeedFunction[], nowMs: number): Promise<void> {
  const [now, usedAt, from] = [0, 2 * DAY_MS, 14 * DAY_MS].map((ms) => new Date(nowMs - ms))
  const service = (name: string, lastAccessedAt: Date | null | undefined) => ({
    service: name,
    lastAccessedAt: lastAccessedAt?.toISOString() ?? null,
    actions: [],
  })
  const body = known([service('dynamodb', usedAt), service('s3', null), service('logs', usedAt)])
  await pool.query(
    `INSERT INTO role_last_accessed (role_arn, account_id, body, generated_at)
     SELECT arn, account_id, $1, $2 FROM resource WHERE kind = 'role' ON CONFLICT DO NOTHING`,
    [JSON.stringify(body), now],
  )
  await pool.query(
    `INSERT INTO collector_cursor (collector, account_id, region, cursor, updated_at)
     SELECT c, a, r, jsonb_build_object('coveredTo', $3::text, 'coveredFrom', $4::text, 'startedAt', $3::text), $3::timestamptz
     FROM unnest(ARRAY['trail-events', 'backfill-trail']) c, unnest($1::text[]) a, unnest($2::text[]) r ON CONFLICT DO NOTHING`,
    [SEED_ACCOUNTS.map((account) => account.id), SEED_REGIONS, now?.toISOString(), from?.toISOString()],
  )
  const calls = functions.slice(0, 12).flatMap(({ record, roleName }, i) => {
    const { accountId, region } = record
    const raw = {
      eventID: `seed-call-${i}`,
      eventTime: new Date(nowMs - DAY_MS - i * 60_000).toISOString(),
      eventSource: 'dynamodb.amazonaws.com',
      eventName: 'DescribeTable',
      readOnly: true,
      userAgent: 'aws-sdk-js/3.1',
      userIdentity: {
        type: 'AssumedRole',
        arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${record.name}`,
        sessionContext: { sessionIssuer: { userName: roleName } },
      },
    }
    return readRawRecord(raw, { accountId, region }) ?? []
  })
  await storeEvents(pool, calls)
}

/** Sources of triggers, and all that the worker works out from them and the functions. */
export async function seedInventory(pool: Pool, functions: SeedFunction[], nowMs: number): Promise<void> {
  const now = new Date(nowMs)
  const records: ResourceRecord[] = SEED_ACCOUNTS.flatMap(({ id }) => [
    developer(id),
    ...SEED_REGIONS.flatMap((region) => {
      const place = { accountId: id, region }
      const own = functions.filter(({ record }) => record.accountId === id && record.region === region)
      return [
        nightly(
          place,
          own.filter((one) => !isBehindApi(one)),
        ),
        shopApi(place, own.filter(isBehindApi)),
      ]
    }),
  ])
  await saveResources(pool, records, { id: null, now })
  const accounts = SEED_ACCOUNTS.map((account) => account.id)
  await seedSweeps(pool, accounts, SEED_REGIONS, now)
  await seedUse(pool, functions, nowMs)
  for (const id of accounts) await workOutAccount(pool, id, now)
}
