import type { RoleAccess, Takeover } from '#server/domain/access/access.ts'
import type { Field } from '#server/domain/field.ts'
import type { FunctionCall, FunctionReach } from '#server/domain/reach/reach.ts'
import type { FindingSource } from '#server/domain/records/external-finding-record.ts'
import type { ResourceKind } from '#server/domain/records/resource-kind.ts'
import type { RecordOfKind } from '#server/domain/records/resource-record.ts'
import type { Trigger } from '#server/domain/triggers/trigger.ts'

export type Place = { accountId: string; region: string }
export type NamedFunction = { arn: string; name: string }

/** What metrics say of a function. Counts over the days that are named; `lastInvokedAt` in ISO 8601. */
export type FunctionActivity = {
  /** Whole days of metrics that are stored: a count over more than these is not known. */
  daysSeen: number
  invocations30d: number
  invocations7d: number
  errors7d: number
  timeouts7d: number
  throttles7d: number
  lastInvokedAt: string | null
}

export type Deployment = {
  /** console | cli | sdk | iac | service | unknown: what made the call. */
  tool: string
  actor: string
  at: string
  eventId: string
}

/** How a function came to be, as far as the stored CloudTrail events tell. Null: the event is older than what is stored. */
export type FunctionOrigin = { created: Deployment | null; lastCodeChange: Deployment | null }

export type Labels = { owner: string | null; env: string | null; criticality: string | null }

/**
 * What a check may look at besides the resource that it judges. Every answer is a Field: `absent` only where everything
 * of that kind was collected and there is no such thing; `failed` where it was not collected.
 */
export interface Surroundings {
  /** The clock, in ms. */
  readonly now: number
  find<K extends ResourceKind>(kind: K, arn: string): Field<RecordOfKind<K>>
  /** Everything of a kind in one place. For kinds of which there are few: trails, safeguards, topics, mappings of a region. */
  all<K extends ResourceKind>(kind: K, place: Place): Field<RecordOfKind<K>[]>
  /** Whether everything of a kind was collected in one place: for where that alone counts, and not what is there. */
  isCollected(kind: ResourceKind, place: Place): boolean
  triggers(functionArn: string): Field<Trigger[]>
  reach(functionArn: string): Field<FunctionReach>
  access(roleArn: string): Field<RoleAccess>
  /** Functions that the function calls, or may call. */
  calls(functionArn: string): Field<readonly FunctionCall[]>
  /** Who can change the function or make it its own. */
  takeovers(functionArn: string): Field<Takeover[]>
  functionsOfRole(roleArn: string): Field<NamedFunction[]>
  /** Functions of the same account and region with the same code, itself left out. */
  sameCode(codeSha256: string, functionArn: string): Field<NamedFunction[]>
  activity(functionArn: string): Field<FunctionActivity>
  origin(functionArn: string): Field<FunctionOrigin>
  /** Owner, environment and criticality after tags, account and what was set by hand. */
  labels(functionArn: string): Field<Labels>
  /** What other services, or this one of them, say of a resource. Without a source, all of them must have been read. */
  externalFindings(arn: string, source?: FindingSource): Field<RecordOfKind<'external-finding'>[]>
  /** The collected organisation that an account is in; absent where the accounts were looked through and it is in none. */
  organization(accountId: string): Field<RecordOfKind<'organization'>>
}
