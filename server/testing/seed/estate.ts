import { absent, denied, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { DAY_MS } from '#server/domain/time.ts'
import { createRandom } from './random.ts'

export const SEED_ACCOUNTS = [
  { id: '111122223333', name: 'production', env: 'prod' },
  { id: '222222222222', name: 'staging', env: 'staging' },
] as const
export const SEED_REGIONS = ['eu-west-1', 'us-east-1'] as const

const AREAS = [
  'orders',
  'billing',
  'catalog',
  'search',
  'users',
  'media',
  'fraud',
  'notify',
  'reports',
  'edge',
]
const VERBS = ['api', 'worker', 'sync', 'ingest', 'export', 'cleanup', 'webhook', 'index', 'resize', 'audit']
const RUNTIMES = [
  'nodejs22.x',
  'nodejs20.x',
  'python3.13',
  'python3.9',
  'java21',
  'provided.al2023',
  'dotnet8',
]
const OWNERS = ['team-orders', 'team-payments', 'team-platform', 'team-data', '']
const HOSTILE = [
  "=cmd|' /C calc'!A0",
  '<img src=x onerror=alert(1)>',
  'invoice\u202Egnp.exe',
  'line one\nline two\u0007',
]

export type SeedFunction = {
  record: FunctionRecord
  summary: Record<string, unknown>
  roleName: string
  lastModifiedMs: number
  invocationsPerHour: number
  errorShare: number
}

/** Functions behind the API let it in, open ones everybody, all others the nightly rule. */
function policyOf(
  arn: string,
  { accountId, region, name }: { accountId: string; region: string; name: string },
  open: boolean,
) {
  const statement = open
    ? {
        Sid: 'FunctionURLAllowPublicAccess',
        Effect: 'Allow',
        Principal: '*',
        Action: 'lambda:InvokeFunctionUrl',
        Resource: arn,
        Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'NONE' } },
      }
    : /-(api|webhook)-/.test(name)
      ? {
          Sid: 'from-api',
          Effect: 'Allow',
          Principal: { Service: 'apigateway.amazonaws.com' },
          Action: 'lambda:InvokeFunction',
          Resource: arn,
          Condition: {
            ArnLike: {
              'AWS:SourceArn': `arn:aws:execute-api:${region}:${accountId}:shop${accountId.slice(-2)}${region.slice(0, 2)}/*`,
            },
          },
        }
      : {
          Sid: 'from-events',
          Effect: 'Allow',
          Principal: { Service: 'events.amazonaws.com' },
          Action: 'lambda:InvokeFunction',
          Resource: arn,
          Condition: { ArnLike: { 'AWS:SourceArn': `arn:aws:events:${region}:${accountId}:rule/nightly` } },
        }
  const parsed = { Version: '2012-10-17', Statement: [statement] }
  return { raw: JSON.stringify(parsed), parsed }
}

/** Functions of a plausible estate, some of them with texts that must not break anything. */
export function seedFunctions(count: number, nowMs: number): SeedFunction[] {
  const random = createRandom(7)
  return Array.from({ length: count }, (_, i) => {
    const account = SEED_ACCOUNTS[i % 4 === 3 ? 1 : 0]
    const region = SEED_REGIONS[i % 5 === 4 ? 0 : 1] ?? 'us-east-1'
    const name = `${random.pick(AREAS)}-${random.pick(VERBS)}-${String(i).padStart(3, '0')}`
    const arn = `arn:aws:lambda:${region}:${account.id}:function:${name}`
    const roleName = i % 7 === 0 ? `shared-${account.env}` : `${name}-role`
    const roleArn = `arn:aws:iam::${account.id}:role/${roleName}`
    const runtime = random.pick(RUNTIMES)
    const memoryMb = random.pick([128, 256, 512, 1024, 2048])
    const timeoutSeconds = random.pick([3, 10, 15, 30, 60, 300])
    const architecture = random.pick(['x86_64', 'arm64'])
    const owner = random.pick(OWNERS)
    const url = i % 23 === 0 ? 'NONE' : i % 11 === 0 ? 'AWS_IAM' : i % 29 === 0 ? 'unknown' : 'none'
    const blind = i % 31 === 0
    const lastModifiedMs = nowMs - random.next() * 60 * DAY_MS
    const lastModifiedAt = new Date(lastModifiedMs).toISOString()
    const description =
      i % 13 === 0 ? (HOSTILE[(i / 13) % HOSTILE.length] ?? '') : `${name} of ${owner || 'nobody'}`
    const versions = Array.from({ length: i % 6 }, (_, v) => ({ version: String(v + 1), runtime }))
    const tags: Record<string, string> = { env: account.env, ...(owner ? { owner } : {}) }
    const env = { names: ['LOG_LEVEL', 'TABLE_NAME', ...(i % 9 === 0 ? ['DB_PASSWORD'] : [])] }
    const record: FunctionRecord = {
      kind: 'function',
      arn,
      name,
      accountId: account.id,
      region,
      description: known(description),
      runtime: known(runtime),
      packageType: known('Zip'),
      handler: known('index.handler'),
      architectures: known([architecture]),
      memoryMb: known(memoryMb),
      ephemeralStorageMb: known(512),
      timeoutSeconds: known(timeoutSeconds),
      codeSha256: known(`sha${i}`),
      codeSizeBytes: known(1024 * (100 + i)),
      lastModifiedAt: known(lastModifiedAt),
      revisionId: known(`rev-${i}`),
      state: known('Active'),
      stateReason: absent(),
      lastUpdateStatus: known('Successful'),
      roleArn: known(roleArn),
      layers: known([]),
      environment: known(env),
      vpc: absent(),
      deadLetterTargetArn: i % 5 === 0 ? known(`arn:aws:sqs:${region}:${account.id}:${name}-dlq`) : absent(),
      tracingMode: known('PassThrough'),
      kmsKeyArn: absent(),
      snapStart: known('None'),
      fileSystems: absent(),
      imageUri: absent(),
      signingProfileVersionArn: absent(),
      logGroup: known(`/aws/lambda/${name}`),
      logFormat: known('Text'),
      runtimeVersionArn: absent(),
      tags: known(tags),
      reservedConcurrency: i % 17 === 0 ? known(50) : absent(),
      provisionedConcurrency: absent(),
      policy: blind
        ? denied('lambda:GetPolicy')
        : known(policyOf(arn, { accountId: account.id, region, name }, url === 'NONE')),
      qualifiedPolicies: absent(),
      urls:
        url === 'unknown'
          ? denied('lambda:ListFunctionUrlConfigs')
          : url === 'none'
            ? absent()
            : known([
                {
                  url: `https://${name}.lambda-url.${region}.on.aws/`,
                  authType: url,
                  cors: { allowOrigins: ['*'], allowMethods: ['*'], allowHeaders: [], exposeHeaders: [] },
                },
              ]),
      eventInvokeConfigs: absent(),
      aliases: absent(),
      versions: known(versions),
      recursiveLoop: known('Terminate'),
      unknownFields: [],
    }
    const summary = {
      runtime,
      packageType: 'Zip',
      architecture,
      memoryMb,
      timeoutSeconds,
      lastModifiedAt,
      state: 'Active',
      roleArn,
      codeSha256: `sha${i}`,
      versions: versions.length,
      version: versions.at(-1)?.version ?? null,
      urlAuth: url,
      publicPolicy: blind ? null : url === 'NONE',
      reservedConcurrency: i % 17 === 0 ? 50 : null,
      owner: owner || null,
      env: account.env,
      description,
      codeSizeBytes: 1024 * (100 + i),
      layers: 0,
      vpc: false,
      deadLetter: i % 5 === 0,
      tags: Object.entries(tags).map(([key, value]) => `${key}=${value}`),
    }
    const invocationsPerHour = i % 19 === 0 ? 0 : Math.round(10 ** (1 + random.next() * 3))
    const errorShare = i % 8 === 0 ? 0.03 : 0.002
    return { record, summary, roleName, lastModifiedMs, invocationsPerHour, errorShare }
  })
}
