import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { isDryRun } from './is-dry-run.ts'

/** Whether the call did what it says: it was neither refused nor a dry run. */
export function happened(record: TrailRecord): boolean {
  return record.errorCode === null && !isDryRun(record)
}
