import type { BucketSpec } from '#demo/estate/sources/buckets.ts'
import { bucketsOf } from '#demo/estate/sources/sources.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { boundedInt, type Call, type Operation, page } from './call.ts'
import type { RestMatcher } from './rest-services.ts'

/** S3 by path: the bucket is the first segment, the operation is told by the query. */
export const matchS3: RestMatcher = (method, path, query) => {
  if (method !== 'GET') return undefined
  const input = Object.fromEntries(query)
  if (path === '/') return { operation: 'ListBuckets', input }
  const [, bucket = '', key = ''] = path.split('/')
  if (key !== '' || !query.has('notification')) return undefined
  return { operation: 'GetBucketNotificationConfiguration', input: { ...input, Bucket: bucket } }
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

export const s3Operations: Record<string, Operation> = {
  ListBuckets: { bucket: { name: 's3', perSecond: 100 }, run: listBuckets },
  GetBucketNotificationConfiguration: {
    bucket: { name: 's3', perSecond: 100 },
    run: getNotification,
    resource: ({ input }) => `arn:aws:s3:::${String(input.Bucket)}`,
  },
}
