import type { Pool } from 'pg'
import { absent, known } from '#server/domain/field.ts'
import type { ApiRecord, ApiRoute } from '#server/domain/records/api-record.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { saveResources } from '#server/store/save-resources.ts'
import { makeFunctionRecord } from '#server/testing/factories.ts'
import { seedSweeps } from './inventory.ts'
import { type Place, sourcesOf } from './large-sources.ts'

export const LARGE_REGIONS = ['eu-west-1', 'us-east-1'] as const
const document = (...statements: object[]) => {
  const parsed = { Version: '2012-10-17', Statement: statements }
  return known({ raw: JSON.stringify(parsed), parsed })
}
const allow = (Action: string | string[], Resource: string | string[]) => ({
  Effect: 'Allow',
  Action,
  Resource,
})

function role({ accountId }: Place, name: string, i: number): RoleRecord {
  const own = (service: string, rest: string) => `arn:aws:${service}:eu-west-1:${accountId}:${rest}`
  const more =
    i % 97 === 0
      ? [allow('*', '*')]
      : i % 13 === 0
        ? [allow(['iam:PassRole', 'lambda:CreateFunction', 'lambda:InvokeFunction'], '*')]
        : i % 5 === 0
          ? [allow('s3:*', '*'), allow('lambda:InvokeFunction', own('lambda', `function:fn-${i % 500}-*`))]
          : []
  return {
    kind: 'role',
    arn: `arn:aws:iam::${accountId}:role/${name}`,
    name,
    accountId,
    region: GLOBAL_REGION,
    path: '/',
    roleId: `AROA${accountId.slice(-4)}${String(i).padStart(10, '0')}`,
    createdAt: known('2026-01-05T10:00:00.000Z'),
    trustPolicy: document({
      Effect: 'Allow',
      Principal: { Service: 'lambda.amazonaws.com' },
      Action: 'sts:AssumeRole',
    }),
    inlinePolicies: known([
      {
        name: 'own',
        document: document(
          allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:Query'], own('dynamodb', `table/t-${i}`)),
          allow(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'], own('sqs', `q-${i}`)),
          ...more,
        ),
      },
    ]),
    attachedPolicies: known([
      {
        name: 'AWSLambdaBasicExecutionRole',
        arn: 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
        document: document(allow(['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], '*')),
      },
    ]),
    permissionsBoundary: absent(),
    lastUsedAt: known('2026-11-18T10:00:00.000Z'),
    lastUsedRegion: known('eu-west-1'),
    tags: absent(),
    unknownFields: [],
  }
}

const API_SIZE = 20
const apiIdOf = (place: Place, i: number) =>
  `a${place.accountId.slice(-2)}${place.region.slice(0, 2)}${Math.floor(i / (2 * API_SIZE))}`

function fn(place: Place, name: string, i: number, roleName: string): FunctionRecord {
  const { accountId, region } = place
  const arn = `arn:aws:lambda:${region}:${accountId}:function:${name}`
  const service = (id: string, source: string) => ({
    Sid: `from-${id}`,
    Effect: 'Allow',
    Principal: { Service: `${id}.amazonaws.com` },
    Action: 'lambda:InvokeFunction',
    Resource: arn,
    Condition: { ArnLike: { 'AWS:SourceArn': source } },
  })
  const statements = [
    ...(i % 2 === 0
      ? [service('apigateway', `arn:aws:execute-api:${region}:${accountId}:${apiIdOf(place, i)}/*/*/*`)]
      : []),
    ...(i % 3 === 0 ? [service('events', `arn:aws:events:${region}:${accountId}:rule/rule-${i}`)] : []),
    ...(i % 6 === 1 ? [service('s3', `arn:aws:s3:::bucket-${accountId}-${i}`)] : []),
    ...(i % 6 === 5 ? [service('sns', `arn:aws:sns:${region}:${accountId}:topic-${i}`)] : []),
    ...(i % 50 === 0
      ? [
          {
            Sid: 'FunctionURLAllowPublicAccess',
            Effect: 'Allow',
            Principal: '*',
            Action: 'lambda:InvokeFunctionUrl',
            Resource: arn,
            Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
          },
        ]
      : []),
  ]
  return makeFunctionRecord({
    accountId,
    region,
    name,
    codeSha256: known(`package ${accountId} ${Math.floor(i / 10)}`),
    description: known(`${name} does its part of the estate's work`),
    roleArn: known(`arn:aws:iam::${accountId}:role/${roleName}`),
    runtime: known(['nodejs22.x', 'python3.13', 'python3.9', 'java21'][i % 4] ?? 'nodejs22.x'),
    memoryMb: known([128, 256, 512, 1024][i % 4] ?? 128),
    tags: known({
      env: i % 3 === 0 ? 'prod' : 'dev',
      team: `team-${i % 40}`,
      tier: i % 9 === 0 ? 'high' : 'low',
    }),
    policy: statements.length > 0 ? document(...statements) : absent(),
    reservedConcurrency: i % 40 === 0 ? known(10) : absent(),
    urls:
      i % 50 === 0
        ? known([{ url: `https://u${i}a${accountId}.lambda-url.${region}.on.aws/`, authType: 'NONE' }])
        : absent(),
  })
}

function api(place: Place, first: number, functions: FunctionRecord[]): ApiRecord {
  const { accountId, region } = place
  const apiId = apiIdOf(place, first)
  const routes = functions.map(
    (one, i): ApiRoute => ({
      key: `POST /${one.name}`,
      method: 'POST',
      path: `/${one.name}`,
      authorization: i % 4 === 0 ? 'NONE' : 'AWS_IAM',
      scopes: [],
      apiKeyRequired: false,
      integration: { type: 'AWS_PROXY', functionArn: one.arn, invocation: 'synchronous', timeoutMs: 29_000 },
    }),
  )
  return {
    kind: 'api',
    arn: `arn:aws:apigateway:${region}::/restapis/${apiId}`,
    name: `api-${apiId}`,
    accountId,
    region,
    apiId,
    protocol: 'REST',
    endpointTypes: known(['REGIONAL']),
    vpcEndpointIds: absent(),
    executeApiDisabled: known(false),
    endpoint: `https://${apiId}.execute-api.${region}.amazonaws.com`,
    policy: absent(),
    cors: absent(),
    authorizers: known([]),
    routes: known(routes),
    stages: known([
      {
        name: 'prod',
        deploymentId: 'd1',
        variables: {},
        throttle: { ratePerSecond: 1000, burst: 2000 },
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

/** Everything of one account of a large estate: functions with roles of their own, some of them shared, and their sources. */
export function largeAccount(accountId: string, functions: number): ResourceRecord[] {
  const records: ResourceRecord[] = []
  const byApi = new Map<string, { place: Place; first: number; functions: FunctionRecord[] }>()
  const roles = new Set<string>()
  for (let i = 0; i < functions; i++) {
    const place = { accountId, region: LARGE_REGIONS[i % LARGE_REGIONS.length] ?? 'eu-west-1' }
    const roleName = i % 10 === 9 ? `shared-${i % 4}` : `role-${i}`
    const one = fn(place, `fn-${i}-${['orders', 'billing', 'search', 'media'][i % 4]}`, i, roleName)
    records.push(one, ...sourcesOf(place, one, i))
    if (!roles.has(roleName)) records.push(role(place, roleName, i))
    roles.add(roleName)
    if (i % 2 === 0) {
      const key = `${place.region} ${apiIdOf(place, i)}`
      const group = byApi.get(key) ?? { place, first: i, functions: [] }
      group.functions.push(one)
      byApi.set(key, group)
    }
  }
  for (const group of byApi.values()) records.push(api(group.place, group.first, group.functions))
  for (const region of LARGE_REGIONS)
    records.push({
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
      functionCount: known(functions),
      totalCodeSizeBytes: known(5_000_000),
      unknownFields: [],
    })
  return records
}

export const largeAccountIds = (count: number) =>
  Array.from({ length: count }, (_, i) => String(300_000_000_000 + i))

/** Fills a migrated database with what sweeps of a large estate leave: accounts, records and how far was looked. */
export async function seedLargeEstate(
  pool: Pool,
  { accounts, functions, nowMs }: { accounts: number; functions: number; nowMs: number },
): Promise<string[]> {
  const ids = largeAccountIds(accounts)
  const now = new Date(nowMs)
  await pool.query(
    `INSERT INTO aws_account (id, name, home, status, enabled_regions, updated_at)
     SELECT id, 'account ' || n, n = 1, 'ok', $2, $3 FROM unnest($1::text[]) WITH ORDINALITY AS x(id, n)`,
    [ids, LARGE_REGIONS, now],
  )
  for (const id of ids) {
    const records = largeAccount(id, Math.floor(functions / accounts))
    for (let i = 0; i < records.length; i += 500)
      await saveResources(pool, records.slice(i, i + 500), { id: null, now })
  }
  await seedSweeps(pool, ids, LARGE_REGIONS, now)
  await pool.query('ANALYZE')
  return ids
}
