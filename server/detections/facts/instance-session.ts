import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { isThroughService } from './by-aws.ts'
import { isPublicAddress } from './network.ts'

/** What the Systems Manager agent does with an instance's own session all day. */
const AGENTS = new Set(['ssm.amazonaws.com', 'ssmmessages.amazonaws.com', 'ec2messages.amazonaws.com'])
const INSTANCE = /^m?i-[0-9a-zA-Z]{8,17}$/

/**
 * The instance whose role's session this is: EC2 names the session for the instance. Source: IAM user guide, instance
 * profiles.
 */
export function instanceOf({ actorType, actorArn }: TrailRecord): string | undefined {
  if (actorType !== 'role') return undefined
  const session = actorArn.slice(actorArn.lastIndexOf('/') + 1)
  return INSTANCE.test(session) ? session : undefined
}

/** The instance, where its session is used over the internet and not by AWS or the agent on it. */
export function instanceOnInternet(record: TrailRecord): string | undefined {
  const instance = instanceOf(record)
  if (!instance || AGENTS.has(record.eventSource) || isThroughService(record)) return undefined
  return isPublicAddress(record.sourceIp) ? instance : undefined
}
