import { absent, known } from '#server/domain/field.ts'
import type { CodePackageRecord } from '#server/domain/records/code-package-record.ts'
import type { CodeSigningConfigRecord } from '#server/domain/records/code-signing-config-record.ts'
import type { EventBusRecord } from '#server/domain/records/event-bus-record.ts'
import type { ExternalFindingRecord } from '#server/domain/records/external-finding-record.ts'
import type { GraphqlApiRecord } from '#server/domain/records/graphql-api-record.ts'
import type { ImageRepositoryRecord } from '#server/domain/records/image-repository-record.ts'
import type { KmsKeyRecord } from '#server/domain/records/kms-key-record.ts'
import type { LayerRecord } from '#server/domain/records/layer-record.ts'
import type { LogGroupRecord } from '#server/domain/records/log-group-record.ts'
import type { SafeguardsRecord } from '#server/domain/records/safeguards-record.ts'
import type { TopicRecord } from '#server/domain/records/topic-record.ts'
import type { TrailSettingsRecord } from '#server/domain/records/trail-settings-record.ts'
import type { VpcRecord } from '#server/domain/records/vpc-record.ts'
import { ACCOUNT_ID, REGION } from '#server/testing/factories.ts'

/** Builders of records that are as they should be: a test changes what it is about. */
const HOME = { accountId: ACCOUNT_ID, region: REGION, unknownFields: [] as string[] }
const arn = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT_ID}:${resource}`

export function makeLogGroup(values: Partial<LogGroupRecord> = {}): LogGroupRecord {
  const name = values.name ?? '/aws/lambda/orders-api'
  return {
    ...HOME,
    kind: 'log-group',
    arn: arn('logs', `log-group:${name}`),
    name,
    retentionDays: known(90),
    kmsKeyArn: absent(),
    storedBytes: known(1000),
    createdAt: known('2026-01-01T00:00:00.000Z'),
    ...values,
  }
}

export function makeKmsKey(values: Partial<KmsKeyRecord> = {}): KmsKeyRecord {
  const name = values.name ?? '11111111-2222-3333-4444-555555555555'
  return {
    ...HOME,
    kind: 'kms-key',
    arn: arn('kms', `key/${name}`),
    name,
    state: known('Enabled'),
    manager: known('CUSTOMER'),
    keySpec: known('SYMMETRIC_DEFAULT'),
    origin: known('AWS_KMS'),
    rotates: known(true),
    policy: absent(),
    deletionAt: absent(),
    ...values,
  }
}

export function makeLayer(values: Partial<LayerRecord> = {}): LayerRecord {
  const name = values.name ?? 'shared'
  const own = arn('lambda', `layer:${name}`)
  return {
    ...HOME,
    kind: 'layer',
    arn: own,
    name,
    versions: known([{ version: 1, arn: `${own}:1`, policy: absent(), compatibleRuntimes: [] }]),
    secrets: known([]),
    ...values,
  }
}

export function makeCodeSigningConfig(
  values: Partial<CodeSigningConfigRecord> = {},
): CodeSigningConfigRecord {
  const name = values.name ?? 'csc-0123456789abcdef0'
  return {
    ...HOME,
    kind: 'code-signing-config',
    arn: arn('lambda', `code-signing-config:${name}`),
    name,
    untrustedArtifacts: known('Enforce'),
    signingProfileVersionArns: known([arn('signer', '/signing-profiles/release/abcdefghij')]),
    functionArns: known([arn('lambda', 'function:orders-api')]),
    ...values,
  }
}

export function makeTrail(values: Partial<TrailSettingsRecord> = {}): TrailSettingsRecord {
  const name = values.name ?? 'main'
  return {
    ...HOME,
    kind: 'trail',
    arn: arn('cloudtrail', `trail/${name}`),
    name,
    isMultiRegion: known(true),
    isOrganizationTrail: known(false),
    includesGlobalEvents: known(true),
    isLogging: known(true),
    validatesLogFiles: known(true),
    kmsKeyArn: known(arn('kms', 'key/11111111-2222-3333-4444-555555555555')),
    bucket: known('audit-logs'),
    logGroupArn: known(arn('logs', 'log-group:trail:*')),
    deliveryError: absent(),
    managementEvents: known('all'),
    dataEvents: known([
      { resourceType: 'AWS::Lambda::Function', resources: [], readWrite: 'All', narrowed: false },
    ]),
    ...values,
  }
}

export function makeVpc(values: Partial<VpcRecord> = {}): VpcRecord {
  const name = values.name ?? 'vpc-1'
  const egress = [{ protocol: 'tcp', fromPort: 443, toPort: 443, cidrs: ['10.0.0.0/8'], groups: [] }]
  return {
    ...HOME,
    kind: 'vpc',
    arn: arn('ec2', `vpc/${name}`),
    name,
    subnets: known([
      {
        id: 'subnet-a',
        availabilityZone: 'eu-west-1a',
        cidr: '10.0.1.0/24',
        isPublic: false,
        hasEgress: true,
      },
      {
        id: 'subnet-b',
        availabilityZone: 'eu-west-1b',
        cidr: '10.0.2.0/24',
        isPublic: false,
        hasEgress: true,
      },
    ]),
    securityGroups: known([{ id: 'sg-1', name: 'orders', ingress: [], egress }]),
    endpoints: known([]),
    ...values,
  }
}

export function makeImageRepository(values: Partial<ImageRepositoryRecord> = {}): ImageRepositoryRecord {
  const name = values.name ?? 'orders'
  return {
    ...HOME,
    kind: 'image-repository',
    arn: arn('ecr', `repository/${name}`),
    name,
    uri: `${ACCOUNT_ID}.dkr.ecr.${REGION}.amazonaws.com/${name}`,
    scanOnPush: known(true),
    registryScanning: known('BASIC'),
    tagMutability: known('IMMUTABLE'),
    policy: absent(),
    ...values,
  }
}

export function makeTopic(values: Partial<TopicRecord> = {}): TopicRecord {
  const name = values.name ?? 'orders'
  return {
    ...HOME,
    kind: 'topic',
    arn: arn('sns', name),
    name,
    policy: absent(),
    kmsKeyId: known('alias/aws/sns'),
    ...values,
  }
}

export function makeEventBus(values: Partial<EventBusRecord> = {}): EventBusRecord {
  const name = values.name ?? 'default'
  return {
    ...HOME,
    kind: 'event-bus',
    arn: arn('events', `event-bus/${name}`),
    name,
    policy: absent(),
    ...values,
  }
}

export function makeGraphqlApi(values: Partial<GraphqlApiRecord> = {}): GraphqlApiRecord {
  const apiId = values.apiId ?? 'gql1'
  return {
    ...HOME,
    kind: 'graphql-api',
    arn: arn('appsync', `apis/${apiId}`),
    name: 'shop',
    apiId,
    authentications: known(['AWS_IAM']),
    visibility: known('GLOBAL'),
    webAclArn: known(arn('wafv2', 'regional/webacl/shop/1')),
    fieldLogLevel: known('ERROR'),
    tracing: known(true),
    functionArns: known([arn('lambda', 'function:orders-api')]),
    tags: absent(),
    ...values,
  }
}

export function makeSafeguards(values: Partial<SafeguardsRecord> = {}): SafeguardsRecord {
  return {
    ...HOME,
    kind: 'safeguards',
    arn: arn('sightline', 'safeguards'),
    name: 'safeguards',
    guardDuty: known({ enabled: true, lambdaProtection: true }),
    inspector: known({ lambda: true, lambdaCode: true, ecr: true }),
    accessAnalyzers: known([{ name: 'account', type: 'ACCOUNT', status: 'ACTIVE' }]),
    configRecorder: known({ recording: true, allResources: true, types: [] }),
    securityHub: known({ enabled: true }),
    logPolicies: absent(),
    ...values,
  }
}

export function makeExternalFinding(values: Partial<ExternalFindingRecord> = {}): ExternalFindingRecord {
  return {
    ...HOME,
    kind: 'external-finding',
    arn: arn(
      'securityhub',
      'subscription/aws-foundational-security-best-practices/v/1.0.0/Lambda.1/finding/1',
    ),
    name: 'Lambda function policies should prohibit public access',
    source: 'security-hub',
    product: 'Security Hub',
    rule: 'Lambda.1',
    severity: 'critical',
    description: 'The function is public.',
    resourceArns: [arn('lambda', 'function:orders-api')],
    vulnerability: absent(),
    firstSeenAt: known('2026-11-01T00:00:00.000Z'),
    lastSeenAt: known('2026-11-20T00:00:00.000Z'),
    url: null,
    ...values,
  }
}

export function makeCodePackage(values: Partial<CodePackageRecord> = {}): CodePackageRecord {
  const ownerArn = values.ownerArn ?? arn('lambda', 'function:orders-api')
  return {
    ...HOME,
    kind: 'code-package',
    arn: `${ownerArn}:code`,
    name: 'orders-api',
    ownerArn,
    codeSha256: 'sha',
    dependencies: known([]),
    vulnerabilities: known([]),
    databaseDate: known('2026-11-19'),
    secrets: known([]),
    ...values,
  }
}
