export type Account = {
  id: string
  name: string
  env: 'prod' | 'staging' | 'dev'
  home: boolean
  regions: string[]
  externalId?: string
  roleArn: string
  concurrencyLimit: number
}

export type Statement = {
  Sid?: string
  Effect: 'Allow' | 'Deny'
  Principal?: unknown
  Action?: unknown
  NotAction?: unknown
  Resource: unknown
  Condition?: Record<string, Record<string, unknown>>
}

export type TrafficKind = 'steady' | 'cron' | 'sparse' | 'idle'

/** How a function is used; every metric follows from this and the time. */
export type Traffic = {
  kind: TrafficKind
  perMinute: number
  peakMinute: number
  nightShare: number
  weekendShare: number
  everyMinutes: number
  durationMs: number
  errorRate: number
  asynchronous: boolean
  stream: boolean
}

export type UrlSpec = {
  authType: 'AWS_IAM' | 'NONE'
  cors?: Record<string, unknown>
  invokeMode: string
  createdMs: number
}

export type EventInvokeSpec = {
  maximumRetryAttempts?: number
  maximumEventAgeSeconds?: number
  onFailureArn?: string
  onSuccessArn?: string
  modifiedMs: number
}

export type MappingSpec = {
  uuid: string
  functionArn: string
  sourceArn: string
  kind: 'sqs' | 'kinesis' | 'dynamodb'
  batchSize: number
  state: string
  modifiedMs: number
  bisect: boolean
  onFailureArn?: string
  filter?: string
  maximumRetryAttempts?: number
  maximumRecordAgeSeconds?: number
  maximumConcurrency?: number
}

/** The parts that the scripted incidents are played by. */
export type CastRole = 'storm' | 'wave' | 'overwrite' | 'public-url' | 'leak' | 'loop-a' | 'loop-b'

export type FunctionSpec = {
  key: number
  index: number
  accountId: string
  region: string
  name: string
  arn: string
  cast?: CastRole
  team: string
  service: string
  description?: string
  packageType: 'Zip' | 'Image'
  runtime?: string
  handler?: string
  architecture: 'x86_64' | 'arm64'
  memoryMb: number
  timeoutSeconds: number
  codeBytes: number
  ephemeralMb: number
  roleName: string
  layers: string[]
  vpcId?: string
  subnetIds: string[]
  securityGroupIds: string[]
  deadLetterArn?: string
  kmsKeyArn?: string
  environment: Record<string, string>
  tracing: 'Active' | 'PassThrough'
  logFormat: 'Text' | 'JSON'
  tags: Record<string, string>
  createdMs: number
  createdBy: 'ci' | 'console'
  baseVersion: number
  keptVersions: number
  aliases: string[]
  canary: boolean
  reserved?: number
  provisioned?: number
  url?: UrlSpec
  eventInvoke?: EventInvokeSpec
  statements: Statement[]
  rawPolicy?: string
  mappings: MappingSpec[]
  traffic: Traffic
  recursiveLoop: 'Terminate' | 'Allow'
  codeSigning: boolean
  overrides?: Record<string, unknown>
}

export type Partition = {
  account: Account
  region: string
  functions: FunctionSpec[]
  byName: Map<string, FunctionSpec>
  mappings: MappingSpec[]
  /** Its sources hold what no well-behaved account does. */
  hostile: boolean
}

export const minuteMs = 60_000
export const hourMs = 3_600_000
export const dayMs = 86_400_000
