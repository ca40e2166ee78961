import type { Clock } from '#server/domain/time.ts'
import type { Reject } from '#server/domain/trail/reject.ts'
import type { RecordSource, TrailRecord } from '#server/domain/trail/trail-record.ts'
import type { SeenIds } from './seen-ids.ts'

/** What is counted, and no reason to keep anything aside. */
export type Notes = {
  /** Records that were there before, with the same content. */
  repeated: number
  /** Records that are kept, of a version that CloudTrail had not when this was written. */
  unknownVersion: number
  /** Records that are kept, in which bytes that are no UTF-8 were replaced. */
  invalidUtf8: number
  /** CloudTrail's digest files, which hold no records. */
  digests: number
  /** Files of folders that are no logs of CloudTrail by their place or name. */
  otherFiles: number
}

export const noNotes = (): Notes => ({
  repeated: 0,
  unknownVersion: 0,
  invalidUtf8: 0,
  digests: 0,
  otherFiles: 0,
})

/** Some records of one file, object or message. Numbers are of this batch alone. */
export type TrailBatch = {
  file: string
  records: TrailRecord[]
  rejects: Reject[]
  notes: Notes
  /** As they are stored: compressed, where they are. */
  bytesRead: number
  /** Of JSON, unpacked. */
  textBytes: number
}

export type ReadOptions = {
  /** How the records came; 'import' where it is missing. */
  source?: RecordSource
  clock?: Clock
  /** Ids that were read before; shared by all that is read together. */
  seen?: SeenIds
  /** Records a batch, at most about so many. */
  batchSize?: number
  /** For records that do not say where they belong. */
  accountId?: string
  region?: string
  /** Of one source, packed or unpacked; what is behind is not read. No limit where it is missing. */
  maxBytes?: number
  signal?: AbortSignal
}

export const DEFAULT_BATCH_SIZE = 500
