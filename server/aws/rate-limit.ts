import type { Operation } from './operation.ts'

type Limit = { bucket: string; perSecond: number }

/**
 * AWS's documented request rates an account and region. Sources: Lambda quotas (GetFunction 100/s, GetPolicy 15/s,
 * other control-plane reads 15/s together), CloudTrail quotas (2/s), CloudWatch quotas (50/s, 25/s), API Gateway quotas
 * (10/s for the whole management API, REST and HTTP together), SQS quotas (FIFO 300/s an action, standard more), S3
 * (5,500 GET/s a prefix: far more than is asked); where AWS publishes no figure, the ones here are what clients are seen
 * to be throttled above.
 */
const BY_OPERATION: Record<string, Limit> = {
  'lambda:GetFunction': { bucket: 'lambda-get-function', perSecond: 100 },
  'lambda:GetPolicy': { bucket: 'lambda-get-policy', perSecond: 15 },
  'cloudtrail:LookupEvents': { bucket: 'cloudtrail-lookup', perSecond: 2 },
  'cloudwatch:GetMetricData': { bucket: 'cloudwatch-get-metric-data', perSecond: 50 },
  'cloudwatch:ListMetrics': { bucket: 'cloudwatch-list-metrics', perSecond: 25 },
  'sqs:ReceiveMessage': { bucket: 'sqs-receive', perSecond: 300 },
  'sqs:DeleteMessageBatch': { bucket: 'sqs-delete', perSecond: 300 },
  's3:GetObject': { bucket: 's3-get', perSecond: 500 },
  's3:ListObjectsV2': { bucket: 's3-list', perSecond: 100 },
}
const BY_SERVICE: Record<Operation['service'], Limit> = {
  'access-analyzer': { bucket: 'access-analyzer', perSecond: 5 },
  apigateway: { bucket: 'apigateway', perSecond: 10 },
  apigatewayv2: { bucket: 'apigateway', perSecond: 10 },
  appsync: { bucket: 'appsync', perSecond: 10 },
  athena: { bucket: 'athena', perSecond: 5 },
  cloudfront: { bucket: 'cloudfront', perSecond: 5 },
  'cognito-idp': { bucket: 'cognito-idp', perSecond: 15 },
  config: { bucket: 'config', perSecond: 5 },
  'dynamodb-streams': { bucket: 'dynamodb-streams', perSecond: 10 },
  ecr: { bucket: 'ecr', perSecond: 10 },
  elasticloadbalancing: { bucket: 'elasticloadbalancing', perSecond: 10 },
  events: { bucket: 'events', perSecond: 20 },
  guardduty: { bucket: 'guardduty', perSecond: 5 },
  inspector2: { bucket: 'inspector2', perSecond: 5 },
  kinesis: { bucket: 'kinesis', perSecond: 10 },
  kms: { bucket: 'kms', perSecond: 50 },
  logs: { bucket: 'logs', perSecond: 5 },
  organizations: { bucket: 'organizations', perSecond: 5 },
  s3: { bucket: 's3', perSecond: 50 },
  scheduler: { bucket: 'scheduler', perSecond: 20 },
  securityhub: { bucket: 'securityhub', perSecond: 3 },
  sns: { bucket: 'sns', perSecond: 20 },
  sqs: { bucket: 'sqs', perSecond: 50 },
  states: { bucket: 'states', perSecond: 20 },
  tagging: { bucket: 'tagging', perSecond: 15 },
  wafv2: { bucket: 'wafv2', perSecond: 5 },
  lambda: { bucket: 'lambda-reads', perSecond: 15 },
  ce: { bucket: 'ce', perSecond: 1 },
  cloudtrail: { bucket: 'cloudtrail', perSecond: 10 },
  cloudwatch: { bucket: 'cloudwatch', perSecond: 9 },
  iam: { bucket: 'iam', perSecond: 5 },
  ec2: { bucket: 'ec2', perSecond: 20 },
  sts: { bucket: 'sts', perSecond: 50 },
}

/** What two jobs of one account and region may ask at once, each on a worker of its own; all else is one job's. */
const ASKED_BY_TWO_JOBS = new Set([
  'cloudtrail-lookup',
  'cloudwatch',
  'cloudwatch-get-metric-data',
  'cloudwatch-list-metrics',
  'iam',
  'wafv2',
])

export const DEFAULT_SHARE = 0.6
const BURST_MS = 250

export function limitOf(operation: Pick<Operation, 'service' | 'name'>): Limit {
  return BY_OPERATION[`${operation.service}:${operation.name}`] ?? BY_SERVICE[operation.service]
}

export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>

const sleepFor: Sleep = (ms, signal) =>
  new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const onAbort = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', onAbort)
      resolve()
    }, ms)
    signal.addEventListener('abort', onAbort, { once: true })
  })

/**
 * Token buckets, one for each (account, region, bucket), that fill at `share` of AWS's rate and hold at most a
 * quarter of a second's worth: AWS holds more, and what waits for a busy processor arrives in a clump. Waiters are
 * served in the order they came. A job never runs twice at once, so that of any number of workers two at the most ask
 * for the same bucket: then each takes half.
 */
export class RateLimiter {
  readonly #share: number
  readonly #now: () => number
  readonly #sleep: Sleep
  /** How many workers there are, this one included. */
  workers = 1
  readonly #freeAtMs = new Map<string, number>()

  constructor(share: number = DEFAULT_SHARE, now: () => number = () => performance.now(), sleep = sleepFor) {
    if (!(share > 0 && share <= 1)) throw new RangeError('share must be over 0 and at most 1')
    this.#share = share
    this.#now = now
    this.#sleep = sleep
  }

  /** Waits for a token. Rejects with the signal's reason when that is aborted first. */
  async take(
    accountId: string,
    region: string,
    operation: Pick<Operation, 'service' | 'name'>,
    signal: AbortSignal,
  ) {
    const { bucket, perSecond } = limitOf(operation)
    const sharers = ASKED_BY_TWO_JOBS.has(bucket) ? Math.min(2, this.workers) : 1
    const rate = (perSecond * this.#share) / sharers
    const key = `${accountId}/${region}/${bucket}`
    const now = this.#now()
    const burstMs = Math.max(0, BURST_MS - 1000 / rate)
    const freeAt = Math.max(this.#freeAtMs.get(key) ?? Number.NEGATIVE_INFINITY, now - burstMs)
    this.#freeAtMs.set(key, freeAt + 1000 / rate)
    if (freeAt > now) await this.#sleep(freeAt - now, signal)
    else signal.throwIfAborted()
  }
}
