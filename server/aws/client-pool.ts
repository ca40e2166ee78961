import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import { AccessAnalyzerClient } from '@aws-sdk/client-accessanalyzer'
import { APIGatewayClient } from '@aws-sdk/client-api-gateway'
import { ApiGatewayV2Client } from '@aws-sdk/client-apigatewayv2'
import { AppSyncClient } from '@aws-sdk/client-appsync'
import { AthenaClient } from '@aws-sdk/client-athena'
import { CloudFrontClient } from '@aws-sdk/client-cloudfront'
import { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider'
import { ConfigServiceClient } from '@aws-sdk/client-config-service'
import { CostExplorerClient } from '@aws-sdk/client-cost-explorer'
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams'
import { ECRClient } from '@aws-sdk/client-ecr'
import { ElasticLoadBalancingV2Client } from '@aws-sdk/client-elastic-load-balancing-v2'
import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { GuardDutyClient } from '@aws-sdk/client-guardduty'
import { IAMClient } from '@aws-sdk/client-iam'
import { Inspector2Client } from '@aws-sdk/client-inspector2'
import { KinesisClient } from '@aws-sdk/client-kinesis'
import { KMSClient } from '@aws-sdk/client-kms'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { OrganizationsClient } from '@aws-sdk/client-organizations'
import { ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api'
import { S3Client } from '@aws-sdk/client-s3'
import { SchedulerClient } from '@aws-sdk/client-scheduler'
import { SecurityHubClient } from '@aws-sdk/client-securityhub'
import { SFNClient } from '@aws-sdk/client-sfn'
import { SNSClient } from '@aws-sdk/client-sns'
import { SQSClient } from '@aws-sdk/client-sqs'
import { STSClient } from '@aws-sdk/client-sts'
import { WAFV2Client } from '@aws-sdk/client-wafv2'
import { OWN_APP_ID } from '#server/domain/trail/own-agent.ts'
import type { AccountCredentials } from './credentials.ts'
import { EC2Client } from './ec2.ts'
import type { Service } from './operation.ts'
import { DEFAULT_SHARE, RateLimiter } from './rate-limit.ts'

const CLIENTS = {
  'access-analyzer': AccessAnalyzerClient,
  apigateway: APIGatewayClient,
  apigatewayv2: ApiGatewayV2Client,
  appsync: AppSyncClient,
  athena: AthenaClient,
  ce: CostExplorerClient,
  cloudfront: CloudFrontClient,
  cloudtrail: CloudTrailClient,
  cloudwatch: CloudWatchClient,
  'cognito-idp': CognitoIdentityProviderClient,
  config: ConfigServiceClient,
  'dynamodb-streams': DynamoDBStreamsClient,
  ec2: EC2Client,
  ecr: ECRClient,
  elasticloadbalancing: ElasticLoadBalancingV2Client,
  events: EventBridgeClient,
  guardduty: GuardDutyClient,
  iam: IAMClient,
  inspector2: Inspector2Client,
  kinesis: KinesisClient,
  kms: KMSClient,
  lambda: LambdaClient,
  logs: CloudWatchLogsClient,
  organizations: OrganizationsClient,
  s3: S3Client,
  scheduler: SchedulerClient,
  securityhub: SecurityHubClient,
  sns: SNSClient,
  sqs: SQSClient,
  states: SFNClient,
  sts: STSClient,
  tagging: ResourceGroupsTaggingAPIClient,
  wafv2: WAFV2Client,
} as const

export type SdkClient = InstanceType<(typeof CLIENTS)[Service]>

export type ClientPoolOptions = {
  /** How to sign for an account. */
  credentialsFor: (accountId: string) => AccountCredentials
  /** Instead of AWS's own endpoints; AWS_ENDPOINT_URL is honoured without it. */
  endpoint?: string
  /** Share of AWS's request rates that Sightline may use, over 0 to 1. */
  share?: number
  /** How long one attempt may stay without an answer. */
  timeoutMs?: number
  /** How long a call may take with its retries, waiting for the rate limit aside. */
  deadlineMs?: number
  maxAttempts?: number
  maxSockets?: number
  limiter?: Pick<RateLimiter, 'take'>
}

/** The one place where SDK clients are made: one for each (account, region, service), over shared keep-alive sockets. */
export class ClientPool {
  readonly limiter: Pick<RateLimiter, 'take'> & { workers?: number }
  readonly deadlineMs: number
  readonly credentialsFor: (accountId: string) => AccountCredentials
  readonly #options: ClientPoolOptions
  readonly #clients = new Map<string, SdkClient>()
  readonly #httpAgent: HttpAgent
  readonly #httpsAgent: HttpsAgent

  constructor(options: ClientPoolOptions) {
    this.#options = options
    this.credentialsFor = options.credentialsFor
    this.deadlineMs = options.deadlineMs ?? 60_000
    this.limiter = options.limiter ?? new RateLimiter(options.share ?? DEFAULT_SHARE)
    const sockets = { keepAlive: true, maxSockets: options.maxSockets ?? 128 }
    this.#httpAgent = new HttpAgent(sockets)
    this.#httpsAgent = new HttpsAgent(sockets)
  }

  /** What stands in for Lambda's and S3's own endpoints, if anything does. */
  get endpoint(): string | undefined {
    return this.#options.endpoint ?? process.env.AWS_ENDPOINT_URL
  }

  /** Buckets have names of their own below AWS's endpoints alone. */
  get #hasOwnEndpoint(): boolean {
    return Boolean(this.#options.endpoint ?? process.env.AWS_ENDPOINT_URL_S3 ?? process.env.AWS_ENDPOINT_URL)
  }

  client(accountId: string, region: string, service: Service): SdkClient {
    const key = `${accountId}/${region}/${service}`
    const existing = this.#clients.get(key)
    if (existing) return existing
    const timeoutMs = this.#options.timeoutMs ?? 20_000
    const handler = {
      connectionTimeout: Math.min(timeoutMs, 5000),
      requestTimeout: timeoutMs,
      socketTimeout: timeoutMs,
      throwOnRequestTimeout: true,
      httpAgent: this.#httpAgent,
      httpsAgent: this.#httpsAgent,
    }
    const client = new CLIENTS[service]({
      region,
      endpoint: this.#options.endpoint,
      credentials: Object.assign(() => this.credentialsFor(accountId).get(), { memoized: true }),
      retryMode: 'adaptive',
      userAgentAppId: OWN_APP_ID,
      ...(service === 's3' && this.#hasOwnEndpoint ? { forcePathStyle: true } : {}),
      ...(service === 'sqs' ? { useQueueUrlAsEndpoint: false } : {}),
      maxAttempts: this.#options.maxAttempts ?? 4,
      requestHandler: service === 'kinesis' ? this.#handlerOverHttp1(accountId, region) : handler,
    })
    this.#clients.set(key, client)
    return client
  }

  /** Left to itself, the Kinesis client alone speaks HTTP/2, which neither proxies nor endpoints in place of AWS's do. */
  #handlerOverHttp1(accountId: string, region: string) {
    return this.client(accountId, region, 'sqs').config.requestHandler
  }

  /** Closes all sockets. */
  close(): void {
    for (const client of this.#clients.values()) client.destroy()
    this.#clients.clear()
    this.#httpAgent.destroy()
    this.#httpsAgent.destroy()
  }
}
