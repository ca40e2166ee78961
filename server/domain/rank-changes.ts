import { shortActor } from '#server/domain/trail/short-actor.ts'
import { formatDuration, HOUR_MS, MINUTE_MS } from './time.ts'

/** A CloudTrail event as far as it matters for being a cause. */
export type Change = {
  atMs: number
  name: string
  readOnly: boolean | null
  errorCode: string | null
  actorName: string
  accountId: string
  region: string
  functionName: string | null
  resources: string[]
}

/** What broke, and when. */
export type Incident = {
  startedAtMs: number
  accountId: string
  region: string
  functionName: string | null
  roleArn: string | null
}

export type RankedChange<C extends Change> = {
  change: C
  secondsBefore: number
  why: string
  /** Near enough to be named beside the incident: it touches the function or its role, or the incident is the account's. */
  likely: boolean
}

/** Changes longer ago than this are not looked at. */
export const CAUSE_WINDOW_MS = 2 * HOUR_MS
const MADE_WITHIN_S = 900

/**
 * How much farther back a change counts as: of one deployment's calls the new code is the cause, not the version that was
 * published of it; tags and permissions break nothing that runs.
 */
const COUNTS_AS_EARLIER_MS: Record<string, number> = {
  UpdateAlias: 5 * MINUTE_MS,
  PublishVersion: 10 * MINUTE_MS,
  AddPermission: 30 * MINUTE_MS,
  RemovePermission: 30 * MINUTE_MS,
  TagResource: HOUR_MS,
  UntagResource: HOUR_MS,
}

/** Calls that can move an account's load or how it is shared. */
const MOVES_LOAD =
  /^(UpdateFunctionCode|UpdateFunctionConfiguration|UpdateAlias|(Put|Delete)(Function|Provisioned)Concurrency(Config)?|(Create|Update)EventSourceMapping|PutRule|PutTargets|EnableRule|PutBucketNotification(Configuration)?|Subscribe)$/

type Nearness = { rank: number; why: string }

function touchesRole(change: Change, roleArn: string): boolean {
  return change.resources.some((resource) => resource === roleArn || roleArn.endsWith(`/${resource}`))
}

function nearness(change: Change, incident: Incident): Nearness | null {
  if (change.accountId !== incident.accountId) return null
  if (
    incident.functionName &&
    change.functionName === incident.functionName &&
    change.region === incident.region
  ) {
    return { rank: 0, why: 'the same function' }
  }
  if (incident.roleArn && touchesRole(change, incident.roleArn))
    return { rank: 1, why: "the function's role" }
  if (change.region !== incident.region) return null
  return { rank: 2, why: 'the same account and region' }
}

/**
 * Changes before an incident, the likeliest cause first: same function before its role before the same account and region,
 * and nearer in time before farther. Reads and failed calls change nothing and are left out.
 */
export function rankChanges<C extends Change>(incident: Incident, changes: readonly C[]): RankedChange<C>[] {
  return changes
    .flatMap((change) => {
      const beforeMs = incident.startedAtMs - change.atMs
      const near = nearness(change, incident)
      const counts =
        change.readOnly !== true && change.errorCode === null && beforeMs >= 0 && beforeMs <= CAUSE_WINDOW_MS
      return near && counts ? [{ change, beforeMs, near }] : []
    })
    .sort((a, b) => a.near.rank - b.near.rank || weight(a) - weight(b))
    .map(({ change, beforeMs, near }) => ({
      change,
      secondsBefore: Math.round(beforeMs / 1000),
      why: `${formatDuration(beforeMs)} before, on ${near.why}`,
      likely: near.rank < 2 || (incident.functionName === null && MOVES_LOAD.test(change.name)),
    }))
}

function weight({ change, beforeMs }: { change: Change; beforeMs: number }): number {
  return beforeMs + (COUNTS_AS_EARLIER_MS[change.name] ?? 0)
}

/** "4 min after UpdateFunctionCode by gha-deploy"; null where nothing near enough changed. */
export function causeText(ranked: RankedChange<Change> | undefined): string | null {
  if (!ranked?.likely) return null
  const { change, secondsBefore } = ranked
  return `${formatDuration(secondsBefore * 1000)} after ${change.name} by ${shortActor(change.actorName)}`
}

/** "CreateFunctionUrlConfig by bob": what made a setting what it is, when it came with it on the same function. */
export function madeByText(ranked: RankedChange<Change> | undefined, incident: Incident): string | null {
  if (!ranked || ranked.change.functionName !== incident.functionName) return null
  if (ranked.secondsBefore > MADE_WITHIN_S) return null
  return `${ranked.change.name} by ${shortActor(ranked.change.actorName)}`
}
