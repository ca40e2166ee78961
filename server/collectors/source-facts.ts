import type { CallResult } from '#server/aws/call.ts'
import { absent, type Field, known } from '#server/domain/field.ts'
import type { EventSourceRecord } from '#server/domain/records/event-source-record.ts'
import type { PolicyDocument } from '#server/domain/records/function-record.ts'
import { unseen } from './read-field.ts'

/** What is read of a queue or stream. */
export type SourceFacts = Pick<
  EventSourceRecord,
  | 'exists'
  | 'retentionSeconds'
  | 'visibilityTimeoutSeconds'
  | 'shardCount'
  | 'deadLetterTargetArn'
  | 'maxReceiveCount'
  | 'encrypted'
  | 'unknownFields'
> & { kmsKeyId: Field<string>; policy: Field<PolicyDocument> }

/** The facts of a source that AWS says is not there, or of which nothing could be read. */
export function unseenSource(result: Exclude<CallResult, { state: 'ok' }>): SourceFacts {
  const field = unseen<never>(result)
  return {
    exists: result.state === 'not-found' ? known(false) : field,
    retentionSeconds: field,
    visibilityTimeoutSeconds: field,
    shardCount: field,
    deadLetterTargetArn: field,
    maxReceiveCount: field,
    encrypted: field,
    kmsKeyId: field,
    policy: field,
    unknownFields: [],
  }
}

/** What streams have none of. */
export const NO_QUEUE_FACTS = {
  visibilityTimeoutSeconds: absent<number>(),
  deadLetterTargetArn: absent<string>(),
  maxReceiveCount: absent<number>(),
  policy: absent<PolicyDocument>(),
}
