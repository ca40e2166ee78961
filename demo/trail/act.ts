/** Who did something: the userIdentity of the record and the place it came from. */
export type Actor = {
  accountId: string
  kind: 'assumed-role' | 'iam-user' | 'service'
  /** Role or user name, or the service's host name. */
  name: string
  session?: string
  accessKeyId?: string
  sessionStartedMs?: number
  mfa?: boolean
  console?: boolean
  federatedBy?: string
  invokedBy?: string
  ip: string
  agent: string
  rolePath?: string
}

export type TrailResource = { type: string; name: string; arn?: string }

/** One management event before it is written as a CloudTrail record. */
export type Act = {
  timeMs: number
  region: string
  source: string
  name: string
  readOnly: boolean
  actor: Actor
  resources: TrailResource[]
  parameters: unknown
  response: unknown
  error?: { errorCode: string; errorMessage: string }
  eventType?: 'AwsApiCall' | 'AwsConsoleSignIn' | 'AwsServiceEvent'
  extra?: Record<string, unknown>
  /** Part of an incident: never spoilt, so that what the incident shows can be told. */
  scripted?: true
}
