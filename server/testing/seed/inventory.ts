import type { Pool } from 'pg'
import { absent, known } from '#server/domain/field.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import type { EventRuleRecord } from '#server/domain/records/event-rule-record.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import type { UserRecord } from '#server/domain/records/user-record.ts'
import { workOutAccount } from '#server/jobs/derive-account.ts'
import { saveResources } from '#server/store/save-resources.ts'
import { SEED_ACCOUNTS, SEED_REGIONS, type SeedFunction } from './estate.ts'

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
  for (const id of accounts) await workOutAccount(pool, id, now)
}
