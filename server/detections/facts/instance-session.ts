import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { isThroughService } from './by-aws.ts'
import { isPublicAddress } from './network.ts'

/** What the Systems Manager agent does with an instance's own session all day. */
const AGENT = /^(ssm|ssmmessages|ec2messages)\.amazonaws\.com$/

/**
 * The instance whose role's session this is: EC2 names the session for the instance. Source: IAM user guide, instance
 * profiles.
 */
export function instanceOf(record: TrailRecord): string | undefined {
  if (record.actorType !== 'role') return undefined
  return /\/(m?i-[0-9a-zA-Z]{8,17})$/.exec(record.actorArn)?.[1]
}

/** The instance, where its session is used over the internet and not by AWS or the agent on it. */
export function instanceOnInternet(record: TrailRecord): string | undefined {
  if (isThroughService(record) || AGENT.test(record.eventSource) || !isPublicAddress(record.sourceIp))
    return undefined
  return instanceOf(record)
}
