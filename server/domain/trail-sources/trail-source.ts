import type { SourceKind } from './source-kind.ts'

/** Where CloudTrail records come from besides LookupEvents. Account and region say with whose credentials and where it is asked. */
export type TrailSource = {
  id: string
  kind: SourceKind
  name: string
  /** Queue URL, s3://bucket/prefix/, database.table, or ARN of an event data store. */
  address: string
  accountId: string
  region: string
  settings: Record<string, unknown>
}
