export const SOURCE_KINDS = [
  'event-queue',
  'file-queue',
  'bucket',
  'athena',
  'event-data-store',
  'metric-stream',
] as const
export type SourceKind = (typeof SOURCE_KINDS)[number]

/** Those that bring records by themselves; the others are asked. */
export const LIVE_KINDS = [
  'event-queue',
  'file-queue',
  'bucket',
  'metric-stream',
] as const satisfies SourceKind[]
export const HISTORY_KINDS = ['athena', 'event-data-store'] as const satisfies SourceKind[]

export const SOURCE_TITLES: Record<SourceKind, string> = {
  'event-queue': 'EventBridge to SQS',
  'file-queue': 'Log files, by a queue of their arrival',
  bucket: 'Log files, by listing the bucket',
  athena: 'Athena table',
  'event-data-store': 'CloudTrail Lake',
  'metric-stream': 'CloudWatch metric stream, by its files in a bucket',
}

export const isLiveKind = (kind: string): kind is (typeof LIVE_KINDS)[number] =>
  LIVE_KINDS.some((one) => one === kind)

export const isHistoryKind = (kind: string): kind is (typeof HISTORY_KINDS)[number] =>
  HISTORY_KINDS.some((one) => one === kind)
