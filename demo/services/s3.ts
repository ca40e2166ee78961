import type { BucketSpec } from '#demo/estate/sources/buckets.ts'
import { accountBlocksPublicAccess, bucketAccess } from '#demo/estate/sources/shared-access.ts'
import { bucketsOf } from '#demo/estate/sources/sources.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { PlainBody } from '#demo/protocol/respond.ts'
import { boundedInt, type Call, type Operation, page } from './call.ts'
import type { RestMatcher } from './rest-services.ts'
import { getObject, listObjects } from './trail-bucket.ts'

const ofBucket: [query: string, operation: string][] = [
  ['notification', 'GetBucketNotificationConfiguration'],
  ['policy', 'GetBucketPolicy'],
  ['publicAccessBlock', 'GetPublicAccessBlock'],
  ['list-type', 'ListObjectsV2'],
]

/** S3 and S3 Control by path: the bucket is the first segment, the operation is told by the query. */
export const matchS3: RestMatcher = (method, path, query) => {
  if (method !== 'GET') return undefined
  const input = Object.fromEntries(query)
  if (path === '/') return { operation: 'ListBuckets', input }
  if (path === '/v20180820/configuration/publicAccessBlock')
    return { operation: 'GetAccountPublicAccessBlock', input }
  const [, bucket = '', ...names] = path.split('/')
  const key = names.map(decodeURIComponent).join('/')
  if (key !== '') return { operation: 'GetObject', input: { ...input, Bucket: bucket, Key: key } }
  const [, operation] = ofBucket.find(([asked]) => query.has(asked)) ?? []
  if (operation === undefined) return undefined
  return { operation, input: { ...input, Bucket: bucket } }
}

function listBuckets(call: Call): unknown {
  const bad = () => new AwsError('InvalidArgument', 400, 'The continuation token provided is incorrect')
  const size = boundedInt(call.input['max-buckets'], 10_000, 1, 10_000, bad)
  const all = bucketsOf(call.world.estate, call.account)
  const { items, token } = page(call, all, call.input['continuation-token'], size, bad)
  const Bucket = items.map(({ name, region, createdMs }) => ({
    Name: name,
    CreationDate: new Date(createdMs),
    BucketRegion: region,
  }))
  const Owner = { ID: call.account.id.repeat(5) }
  return { ListAllMyBucketsResult: { Owner, Buckets: { Bucket }, ContinuationToken: token } }
}

function findBucket(call: Call): BucketSpec {
  const name = String(call.input.Bucket)
  const owner = call.world.estate.accounts.find((account) =>
    bucketsOf(call.world.estate, account).some((bucket) => bucket.name === name),
  )
  const found = owner && bucketsOf(call.world.estate, owner).find((bucket) => bucket.name === name)
  if (!found) throw new AwsError('NoSuchBucket', 404, 'The specified bucket does not exist')
  if (owner !== call.account) throw new AwsError('AccessDenied', 403, 'Access Denied')
  if (found.region === call.region) return found
  const message =
    'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.'
  throw new AwsError('PermanentRedirect', 301, message)
}

function getNotification(call: Call): unknown {
  const { notifications, queueArn, eventBridge } = findBucket(call)
  const filter = (Name: string, Value: string | undefined) => (Value === undefined ? [] : [{ Name, Value }])
  return {
    NotificationConfiguration: {
      QueueConfiguration: queueArn ? [{ Id: 'logs', Queue: queueArn, Event: ['s3:ObjectCreated:*'] }] : [],
      CloudFunctionConfiguration: notifications.map(({ id, functionArn, events, prefix, suffix }) => ({
        Id: id,
        CloudFunction: functionArn,
        Event: events,
        Filter: { S3Key: { FilterRule: [...filter('Prefix', prefix), ...filter('Suffix', suffix)] } },
      })),
      EventBridgeConfiguration: eventBridge ? {} : undefined,
    },
  }
}

/** The answer is the policy itself, which is no XML. */
function getPolicy(call: Call): unknown {
  const { name } = findBucket(call)
  const { policy } = bucketAccess(name)
  if (policy === undefined) throw new AwsError('NoSuchBucketPolicy', 404, 'The bucket policy does not exist')
  return new PlainBody(policy)
}

const blockOf = (on: boolean) => ({
  PublicAccessBlockConfiguration: {
    BlockPublicAcls: on,
    IgnorePublicAcls: on,
    BlockPublicPolicy: on,
    RestrictPublicBuckets: on,
  },
})

const noBlock = () =>
  new AwsError(
    'NoSuchPublicAccessBlockConfiguration',
    404,
    'The public access block configuration was not found',
  )

function getBlock(call: Call): unknown {
  const { blocked } = bucketAccess(findBucket(call).name)
  if (blocked === undefined) throw noBlock()
  return blockOf(blocked)
}

function getAccountBlock({ account }: Call): unknown {
  if (!accountBlocksPublicAccess(account)) throw noBlock()
  return blockOf(true)
}

const inBucket = (run: Operation['run']) => (call: Call) => {
  findBucket(call)
  return run(call)
}

const onBucket = (run: Operation['run']): Operation => ({
  bucket: { name: 's3', perSecond: 100 },
  run,
  resource: ({ input }) => `arn:aws:s3:::${String(input.Bucket)}`,
})

export const s3Operations: Record<string, Operation> = {
  ListBuckets: { bucket: { name: 's3', perSecond: 100 }, run: listBuckets },
  GetBucketNotificationConfiguration: onBucket(getNotification),
  GetBucketPolicy: onBucket(getPolicy),
  GetPublicAccessBlock: onBucket(getBlock),
  ListObjectsV2: onBucket(inBucket(listObjects)),
  GetObject: {
    bucket: { name: 's3-objects', perSecond: 500 },
    run: inBucket(getObject),
    resource: ({ input }) => `arn:aws:s3:::${String(input.Bucket)}/${String(input.Key)}`,
  },
  GetAccountPublicAccessBlock: { bucket: { name: 's3-control', perSecond: 10 }, run: getAccountBlock },
}
