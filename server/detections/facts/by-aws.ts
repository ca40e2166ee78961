import { asText } from '#server/domain/json.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

/** Whether AWS acted for itself: a service, a service-linked role, or an event that no call made. */
export function isByAws(record: TrailRecord): boolean {
  if (record.actorType === 'service' || asText(record.raw.eventType) === 'AwsServiceEvent') return true
  return (
    record.actorArn.includes(':assumed-role/AWSServiceRoleFor') ||
    (record.roleArn?.includes(':role/aws-service-role/') ?? false)
  )
}

/** Whether a service made the call, for itself or on somebody's behalf: then its address and client are the service's. */
export function isThroughService(record: TrailRecord): boolean {
  if (isByAws(record) || record.tool === 'service' || record.invokedBy !== null) return true
  return record.sourceIp === 'AWS Internal' || /\.amazonaws\.com(\.cn)?$/.test(record.sourceIp ?? '')
}
