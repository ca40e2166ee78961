import { asObject } from '#server/domain/json.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

/** A dry run checks the request and changes nothing. */
export function isDryRun(record: TrailRecord): boolean {
  const { dryRun } = asObject(record.raw.requestParameters)
  return dryRun === true || dryRun === 'true'
}
