import { distributionsOf } from '#demo/estate/front-door/front-door.ts'
import type { DistributionSpec } from '#demo/estate/front-door/model.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { matchReads } from '#demo/protocol/rest-routes.ts'
import { boundedInt, type Call, type Operation, page } from './call.ts'

export const matchCloudFront = matchReads([
  ['ListDistributions', '/2020-05-31/distribution'],
  ['GetDistribution', '/2020-05-31/distribution/{Id}'],
])

/** A list as CloudFront writes it: `Items` is left out where there are none. */
function quantity(name: string, items: readonly unknown[], more: object = {}): Record<string, unknown> {
  return { ...more, Quantity: items.length, ...(items.length > 0 ? { Items: { [name]: items } } : {}) }
}

function origin(from: DistributionSpec['origins'][number]): Record<string, unknown> {
  const headers = Object.entries(from.headers).map(([HeaderName, HeaderValue]) => ({
    HeaderName,
    HeaderValue,
  }))
  return {
    Id: from.id,
    DomainName: from.domainName,
    OriginPath: from.path,
    CustomHeaders: quantity('OriginCustomHeader', headers),
    ...(from.bucket
      ? { S3OriginConfig: { OriginAccessIdentity: '' } }
      : {
          CustomOriginConfig: {
            HTTPPort: 80,
            HTTPSPort: 443,
            OriginProtocolPolicy: 'https-only',
            OriginSslProtocols: quantity('SslProtocol', ['TLSv1.2']),
            OriginReadTimeout: 30,
            OriginKeepaliveTimeout: 5,
          },
        }),
    ConnectionAttempts: 3,
    ConnectionTimeout: 10,
    OriginShield: { Enabled: false },
    ...(from.accessControlId ? { OriginAccessControlId: from.accessControlId } : {}),
  }
}

/** The version that a distribution has of a function: the newest. */
function versionOf({ account, world }: Call, functionArn: string): string {
  const partition = world.estate.partition(account, 'us-east-1')
  const fn = partition.byName.get(functionArn.split(':')[6] ?? '')
  return `${functionArn}:${Math.max(1, fn ? world.stateOf(partition, fn).latestVersion : 1)}`
}

function behaviour(call: Call, from: DistributionSpec['behaviours'][number]): Record<string, unknown> {
  const associations = from.functions.map(({ event, arn, body }) => ({
    LambdaFunctionARN: versionOf(call, arn),
    EventType: event,
    IncludeBody: body,
  }))
  return {
    ...(from.pattern === '*' ? {} : { PathPattern: from.pattern }),
    TargetOriginId: from.originId,
    TrustedSigners: { Enabled: false, Quantity: 0 },
    TrustedKeyGroups: from.signed
      ? quantity('KeyGroup', ['4e8c0b1f-0000-4000-8000-000000000000'], { Enabled: true })
      : { Enabled: false, Quantity: 0 },
    ViewerProtocolPolicy: 'redirect-to-https',
    AllowedMethods: quantity('Method', from.methods, {
      CachedMethods: quantity('Method', ['HEAD', 'GET']),
    }),
    SmoothStreaming: false,
    Compress: true,
    LambdaFunctionAssociations: quantity('LambdaFunctionAssociation', associations),
    FunctionAssociations: { Quantity: 0 },
    FieldLevelEncryptionId: '',
    CachePolicyId: '4135ea2d-6df8-44a3-9df3-4b5a84be39ad',
  }
}

function configuration(call: Call, found: DistributionSpec): Record<string, unknown> {
  const [main, ...others] = found.behaviours
  return {
    Aliases: quantity('CNAME', found.aliases),
    Origins: quantity('Origin', found.origins.map(origin)),
    OriginGroups: { Quantity: 0 },
    ...(main ? { DefaultCacheBehavior: behaviour(call, main) } : {}),
    CacheBehaviors: quantity(
      'CacheBehavior',
      others.map((other) => behaviour(call, other)),
    ),
    CustomErrorResponses: { Quantity: 0 },
    Comment: found.comment,
    PriceClass: 'PriceClass_100',
    Enabled: found.enabled,
    ViewerCertificate: { CloudFrontDefaultCertificate: true, MinimumProtocolVersion: 'TLSv1' },
    Restrictions: { GeoRestriction: { RestrictionType: 'none', Quantity: 0 } },
    WebACLId: found.webAclArn,
    HttpVersion: 'http2and3',
    IsIPV6Enabled: true,
    Staging: false,
  }
}

const identity = (found: DistributionSpec) => ({
  Id: found.id,
  ARN: found.arn,
  Status: 'Deployed',
  LastModifiedTime: new Date(Date.UTC(2026, 1, 3)),
  DomainName: found.domainName,
})

function listDistributions(call: Call): unknown {
  const invalid = () => new AwsError('InvalidArgument', 400, 'The argument is invalid.')
  const size = boundedInt(call.input.MaxItems, 100, 1, 100, invalid)
  const all = distributionsOf(call.world.estate, call.account)
  const { items, token } = page(call, all, call.input.Marker, size, invalid)
  const summaries = items.map((found) => ({
    ...identity(found),
    ...configuration(call, found),
    ...(call.hostile ? { FutureMember: '<b>new</b>' } : {}),
  }))
  return {
    DistributionList: {
      Marker: String(call.input.Marker ?? ''),
      NextMarker: token,
      MaxItems: size,
      IsTruncated: token !== undefined,
      ...quantity('DistributionSummary', summaries),
    },
  }
}

function getDistribution(call: Call): unknown {
  const found = distributionsOf(call.world.estate, call.account).find(({ id }) => id === call.input.Id)
  if (!found) throw new AwsError('NoSuchDistribution', 404, 'The specified distribution does not exist.')
  const config = { CallerReference: found.id, ...configuration(call, found) }
  return {
    Distribution: { ...identity(found), InProgressInvalidationBatches: 0, DistributionConfig: config },
  }
}

/** AWS publishes no rate; clients are seen to be throttled above this one. */
const bucket = { name: 'cloudfront', perSecond: 5 }

export const cloudfrontOperations: Record<string, Operation> = {
  ListDistributions: { bucket, run: listDistributions },
  GetDistribution: {
    bucket,
    run: getDistribution,
    resource: ({ account, input }) => `arn:aws:cloudfront::${account.id}:distribution/${String(input.Id)}`,
  },
}
