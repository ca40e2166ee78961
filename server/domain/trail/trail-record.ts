export const ACTOR_TYPES = [
  'user',
  'role',
  'root',
  'service',
  'federated',
  'other-account',
  'unknown',
] as const
export type ActorType = (typeof ACTOR_TYPES)[number]

export const TOOLS = ['console', 'cli', 'sdk', 'iac', 'service', 'unknown'] as const
export type Tool = (typeof TOOLS)[number]

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
  source: 'lookup'
}
