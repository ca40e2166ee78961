import { HOUR_MS } from '#server/domain/time.ts'

/** What came of asking a source the last time. */
export const SOURCE_STATUSES = ['new', 'ok', 'denied', 'failed'] as const
export type SourceStatus = (typeof SOURCE_STATUSES)[number]

/** How a source is doing, in a word. */
export const SOURCE_STATES = [
  'receiving',
  'silent',
  'waiting',
  'ready',
  'denied',
  'failed',
  'stopped',
  'off',
] as const
export type SourceState = (typeof SOURCE_STATES)[number]

/** An account in which nothing at all was written for so long is rare. */
export const SILENT_MS = 3 * HOUR_MS
/** A source that brings records by itself is asked every minute or more often. */
const STOPPED_MS = HOUR_MS / 4

type Told = {
  enabled: boolean
  isLive: boolean
  status: SourceStatus
  /** When it was asked last, and of when its newest record is. */
  checkedAt: Date | null
  lastRecordAt: Date | null
}

/** Silence and a worker that does not ask are told apart: neither is taken for the other, or for health. */
export function sourceState(told: Told, nowMs: number): SourceState {
  const { enabled, isLive, status, checkedAt, lastRecordAt } = told
  if (!enabled) return 'off'
  if (status === 'denied' || status === 'failed') return status
  if (!isLive) return 'ready'
  if (status === 'new' || checkedAt === null) return 'waiting'
  if (nowMs - checkedAt.getTime() > STOPPED_MS) return 'stopped'
  return lastRecordAt !== null && nowMs - lastRecordAt.getTime() <= SILENT_MS ? 'receiving' : 'silent'
}
