import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

/** What of a record the way back to its login needs. */
export type ChainRecord = Pick<
  TrailRecord,
  | 'eventId'
  | 'eventTime'
  | 'accountId'
  | 'region'
  | 'eventSource'
  | 'eventName'
  | 'actorType'
  | 'actorArn'
  | 'actorName'
  | 'accessKeyId'
  | 'sessionKey'
  | 'tool'
  | 'sourceIp'
  | 'userAgent'
  | 'errorCode'
  | 'raw'
>

/** What a step did for the next one. */
export const HOP_KINDS = [
  /** The call that was asked about. */
  'call',
  /** Took a role. */
  'role',
  /** Changed into a role in the console. */
  'switch',
  'saml',
  'web-identity',
  /** GetSessionToken, GetFederationToken: keys of its own for a time. */
  'token',
  /** A management account's root in a member. */
  'root-session',
  /** Opened an account of the access portal. */
  'portal',
  'login',
  /** The same call as the caller's own account recorded it. */
  'twin',
  /** Made the long-term access key. */
  'key-made',
] as const
export type HopKind = (typeof HOP_KINDS)[number]

export type Mfa = 'yes' | 'no' | 'unknown'

export type Hop = {
  kind: HopKind
  record: ChainRecord
  /** Found by a key or an id that only one call has: sure. By who and when: likely. */
  certainty: 'sure' | 'likely'
  mfa: Mfa
}

export const END_KINDS = [
  'login',
  'identity-provider',
  'web-identity',
  'service',
  'long-term-key',
  'other-account',
  'not-stored',
  'not-recorded',
  'unknown',
  'too-long',
] as const
export type EndKind = (typeof END_KINDS)[number]

/** Where the way back ends, and why, in a sentence. */
export type ChainEnd = { kind: EndKind; text: string }

/** From the call back: each hop made what the one before it used. */
export type Chain = { hops: Hop[]; end: ChainEnd }

/** When the next step back took place: between two times, and most likely about `aimMs` (epoch ms). */
export type When = { fromMs: number; toMs: number; aimMs: number }

/** What the next step back is found by. */
export type Clue = When &
  (
    | { by: 'key'; accessKeyId: string }
    | { by: 'shared-id'; sharedEventId: string }
    | { by: 'session' | 'login'; arn: string }
    | { by: 'portal'; person: string; role: string }
    | { by: 'portal-login'; person: string }
  )

/** Records that may fit a clue, in any order; more than fit do no harm. */
export type FindRecords = (clue: Clue) => Promise<ChainRecord[]>
