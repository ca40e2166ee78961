import type { PoolClient } from 'pg'
import type { CallContext } from '#server/aws/call.ts'
import type { SourceFailure } from '#server/collectors/trail/call-source.ts'
import { isLogFile, placeOfLogFile } from '#server/domain/trail-sources/file-notification.ts'
import {
  dayFolder,
  isTimelyKey,
  keyAhead,
  keyAt,
  tailOf,
  tailTime,
} from '#server/domain/trail-sources/log-file-key.ts'
import { bucketSettings, streamSettings } from '#server/domain/trail-sources/source-settings.ts'
import {
  isTimelyStreamKey,
  streamKeyAhead,
  streamKeyAt,
  streamTailOf,
  streamTailTime,
} from '#server/domain/trail-sources/stream-file-key.ts'
import type { WorkerContext } from '#server/jobs/define-job.ts'
import type { StoredSource } from '#server/store/trail-sources.ts'
import { readLogFile } from './read-log-file.ts'
import { readStreamFile } from './read-stream-file.ts'

/** How the files of a place are named in the order of their time, and how one is read. */
export type FileLayout = {
  /** Other files beside them are left alone. */
  isFile: (key: string) => boolean
  /** Whether the key is one that AWS gives, of a time up to now: any other must not tell how far the files were read. */
  isTimely: (prefix: string, key: string, nowMs: number) => boolean
  /** What is told of a file that is not. */
  oddName: string
  tailOf: (key: string) => string
  tailTime: (key: string) => number | undefined
  /** What comes before all files of that time. */
  startAt: (prefix: string, timeMs: number) => string
  /** What the keys of that time and later come after. */
  keyAt: (prefix: string, timeMs: number) => string
  keyAhead: (prefix: string, nowMs: number) => string
  accountOf: (prefix: string) => string | undefined
  backDays: (settings: Record<string, unknown>) => number
  read: (
    context: WorkerContext,
    source: StoredSource,
    call: CallContext,
    file: { bucket: string; key: string },
    moved?: (db: PoolClient) => Promise<void>,
  ) => Promise<{ state: 'ok' } | SourceFailure>
}

/** CloudTrail's log files of one account and region. */
export const TRAIL_FILES: FileLayout = {
  isFile: isLogFile,
  isTimely: isTimelyKey,
  oddName: 'Its name is none that CloudTrail gives to a log file of this account, region and time.',
  tailOf,
  tailTime,
  startAt: (prefix, timeMs) => `${prefix}${dayFolder(timeMs)}`,
  keyAt,
  keyAhead,
  accountOf: (prefix) => placeOfLogFile(prefix)?.accountId,
  backDays: (settings) => bucketSettings.parse(settings).backDays,
  read: readLogFile,
}

/** Firehose's files of metric streams. */
export const STREAM_FILES: FileLayout = {
  isFile: (key) => !key.endsWith('/'),
  isTimely: isTimelyStreamKey,
  oddName: 'Its name is none that Firehose gives to a file of this time.',
  tailOf: streamTailOf,
  tailTime: streamTailTime,
  startAt: streamKeyAt,
  keyAt: streamKeyAt,
  keyAhead: streamKeyAhead,
  accountOf: () => undefined,
  backDays: (settings) => streamSettings.parse(settings).backDays,
  read: readStreamFile,
}
