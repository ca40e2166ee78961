import { randomUUID } from 'node:crypto'
import { absent, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { summaryOf } from '#server/domain/records/summary-of.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import type { UserRole } from '#server/domain/user-role.ts'
import type { Actor, Context } from '#server/services/context.ts'
import type { Alert, Prisma, TrailEvent } from '#server/store/generated/client.ts'
import type { Store } from '#server/store/store.ts'
import { storeEvents } from './seed/store-events.ts'

/** The moment at which tests take place. */
export const NOW = Date.parse('2026-11-20T06:17:00.000Z')
export const ACCOUNT_ID = '111122223333'
export const REGION = 'eu-west-1'

export function makeActor(role: UserRole, values: Partial<Actor> = {}): Actor {
  return { userId: 'user-1', name: 'Ada', email: 'ada@example.com', role, tokenId: null, ...values }
}

/** A request's context; null as role is a request of nobody. */
export function makeContext(store: Store, role: UserRole | null = 'admin', now = NOW): Context {
  return { store, clock: () => now, requestId: 'test', actor: role && makeActor(role) }
}

/** A plain function whose fields are all known. */
export function makeFunctionRecord(values: Partial<FunctionRecord> = {}): FunctionRecord {
  const name = values.name ?? 'orders-api'
  const [accountId, region] = [values.accountId ?? ACCOUNT_ID, values.region ?? REGION]
  return {
    kind: 'function',
    arn: `arn:aws:lambda:${region}:${accountId}:function:${name}`,
    name,
    accountId,
    region,
    description: absent(),
    runtime: known('nodejs22.x'),
    packageType: known('Zip'),
    handler: known('index.handler'),
    architectures: known(['arm64']),
    memoryMb: known(512),
    ephemeralStorageMb: known(512),
    timeoutSeconds: known(10),
    codeSha256: known('sha'),
    codeSizeBytes: known(1000),
    lastModifiedAt: known('2026-11-19T10:00:00.000Z'),
    revisionId: known('revision'),
    state: known('Active'),
    stateReason: absent(),
    lastUpdateStatus: known('Successful'),
    roleArn: known(`arn:aws:iam::${accountId}:role/${name}-role`),
    layers: absent(),
    environment: absent(),
    vpc: absent(),
    deadLetterTargetArn: absent(),
    tracingMode: known('PassThrough'),
    kmsKeyArn: absent(),
    snapStart: absent(),
    fileSystems: absent(),
    imageUri: absent(),
    signingProfileVersionArn: absent(),
    logGroup: known(`/aws/lambda/${name}`),
    logFormat: known('Text'),
    runtimeVersionArn: absent(),
    tags: absent(),
    reservedConcurrency: absent(),
    provisionedConcurrency: absent(),
    policy: absent(),
    qualifiedPolicies: absent(),
    urls: absent(),
    eventInvokeConfigs: absent(),
    aliases: absent(),
    versions: absent(),
    recursiveLoop: absent(),
    unknownFields: [],
    ...values,
  }
}

/** Stores a function with one version; returns its resource id. */
export async function createFunction(store: Store, values: Partial<FunctionRecord> = {}): Promise<number> {
  const record = makeFunctionRecord(values)
  const seenAt = new Date(NOW - 3_600_000)
  const { accountId, region, kind, arn, name } = record
  const resource = await store.prisma.resource.create({
    data: {
      accountId,
      region,
      kind,
      arn,
      name,
      summary: summaryOf(record),
      firstSeenAt: seenAt,
      lastSeenAt: seenAt,
    },
  })
  const version = await store.prisma.resourceVersion.create({
    data: {
      resourceId: resource.id,
      contentHash: randomUUID(),
      record: JSON.parse(JSON.stringify(record)),
      validFrom: seenAt,
    },
  })
  await store.prisma.resource.update({ where: { id: resource.id }, data: { currentVersionId: version.id } })
  return resource.id
}

export async function createAccount(
  store: Store,
  values: Partial<Prisma.AwsAccountCreateInput> = {},
): Promise<void> {
  await store.prisma.awsAccount.create({
    data: {
      id: ACCOUNT_ID,
      name: 'production',
      home: true,
      status: 'ok',
      enabledRegions: [REGION],
      ...values,
    },
  })
}

export async function createAlert(
  store: Store,
  values: Partial<Prisma.AlertUncheckedCreateInput> = {},
): Promise<Alert> {
  return store.prisma.alert.create({
    data: {
      fingerprint: randomUUID(),
      ruleId: 'timeouts',
      ruleKind: 'baseline',
      severity: 'high',
      state: 'firing',
      title: 'Timeouts on orders-api',
      summary: 'Seen in 3 periods.',
      accountId: ACCOUNT_ID,
      region: REGION,
      evidence: { items: [], eventIds: [], metric: null },
      startedAt: new Date(NOW - 600_000),
      lastSeenAt: new Date(NOW - 60_000),
      ...values,
    },
  })
}

/** Stores one event as the ingest does. */
export async function createEvent(store: Store, values: Partial<TrailRecord> = {}): Promise<TrailEvent> {
  const record: TrailRecord = {
    eventId: randomUUID(),
    eventTime: new Date(NOW - 900_000),
    accountId: ACCOUNT_ID,
    region: REGION,
    eventSource: 'lambda.amazonaws.com',
    eventName: 'UpdateFunctionCode',
    rawEventName: 'UpdateFunctionCode20150331v2',
    readOnly: false,
    actorType: 'role',
    actorArn: `arn:aws:sts::${ACCOUNT_ID}:assumed-role/gha-deploy/run-1`,
    actorName: 'gha-deploy/run-1',
    sessionKey: null,
    accessKeyId: null,
    tool: 'iac',
    sourceIp: null,
    userAgent: null,
    errorCode: null,
    errorMessage: null,
    functionName: 'orders-api',
    resources: [],
    raw: {},
    source: 'lookup',
    category: 'management',
    roleArn: null,
    invokedBy: null,
    ...values,
  }
  await storeEvents(store.pool, [record])
  const { eventId, eventTime } = record
  return store.prisma.trailEvent.findUniqueOrThrow({ where: { eventTime_eventId: { eventId, eventTime } } })
}
