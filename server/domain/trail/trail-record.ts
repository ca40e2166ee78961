export const ACTOR_TYPES = [
  'user',
  'role',
  'root',
  'service',
  'federated',
  'other-account',
  'anonymous',
  'unknown',
] as const
export type ActorType = (typeof ACTOR_TYPES)[number]

export const TOOLS = ['console', 'cli', 'sdk', 'iac', 'service', 'unknown'] as const
export type Tool = (typeof TOOLS)[number]

/** LookupEvents, EventBridge through a queue, log files in S3, files given by hand, Athena and CloudTrail Lake. */
export const RECORD_SOURCES = ['lookup', 'queue', 'file', 'import', 'history'] as const
export type RecordSource = (typeof RECORD_SOURCES)[number]

export const RECORD_CATEGORIES = ['management', 'data', 'insight', 'network'] as const
export type RecordCategory = (typeof RECORD_CATEGORIES)[number]

/** A CloudTrail record as it is stored: who, what, with what, on what. `raw` has its secrets masked. */
export type TrailRecord = {
  eventId: string
  eventTime: Date
  accountId: string
  region: string
  eventSource: string
  /** Without version suffix. */
  eventName: string
  rawEventName: string
  readOnly: boolean | null
  actorType: ActorType
  actorArn: string
  /** Short name: user name, or role/session. */
  actorName: string
  /** The same for all calls of one session: access key id, or principal id and session. */
  sessionKey: string | null
  accessKeyId: string | null
  tool: Tool
  sourceIp: string | null
  userAgent: string | null
  errorCode: string | null
  errorMessage: string | null
  functionName: string | null
  resources: string[]
  raw: Record<string, unknown>
  source: RecordSource
  category: RecordCategory
  /** Role of the session, without the session; null where the actor is no session. */
  roleArn: string | null
  /** The AWS service that made the call on somebody's behalf. */
  invokedBy: string | null
}
