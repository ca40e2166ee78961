import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { principalOf } from './act-match.ts'

/** Whose calls are counted together: a person of single sign-on by name, whoever else has the same role; else the role or user. */
export function callerOf(record: TrailRecord): string {
  return record.actorType === 'federated' && record.actorArn !== '' ? record.actorArn : principalOf(record)
}
