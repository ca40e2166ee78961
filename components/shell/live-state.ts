import { formatDuration, MINUTE_MS } from '#server/domain/time.ts'
import type { Status } from '#server/services/status/schema.ts'

/** Account-level metrics are polled every minute; three missed polls are not chance. */
const STALE_AFTER_MS = 4 * MINUTE_MS

export type LiveState = {
  tone: 'live' | 'warn' | 'bad' | 'quiet'
  label: string
  /** For narrow bars. */
  short: string
  explain: string
}

type Input = { status: Status | undefined; failed: boolean; paused: boolean; nowMs: number }

/** What the scope bar says about the age of the data; the worst thing that is true wins. */
export function liveState({ status, failed, paused, nowMs }: Input): LiveState {
  const ageMs = status?.dataAt ? Math.max(0, nowMs - Date.parse(status.dataAt)) : null
  const short = ageMs === null ? '' : formatDuration(ageMs)
  const age = ageMs === null ? 'no data yet' : `${short} ago`
  if (failed) {
    return {
      short,
      tone: 'bad',
      label: status ? `offline · ${age}` : 'offline',
      explain:
        'The Sightline server does not answer. What is shown is the last that came; it tries again by itself.',
    }
  }
  if (!status) return { short: '', tone: 'quiet', label: 'loading', explain: 'Asking how old the data is.' }
  if (!status.workerAlive) {
    return {
      short,
      tone: 'bad',
      label: `worker not running · ${age}`,
      explain: 'Nothing is collected and no alert is raised until the worker runs: sightline worker.',
    }
  }
  if (ageMs === null) {
    return {
      short,
      tone: 'quiet',
      label: 'first data on the way',
      explain: 'The first collection has not ended yet.',
    }
  }
  if (ageMs > STALE_AFTER_MS) {
    return {
      short,
      tone: 'warn',
      label: `stale · ${age}`,
      explain: `The worker runs, but the newest collection ended ${age}. Coverage says which ones fail.`,
    }
  }
  if (paused) {
    return {
      short,
      tone: 'quiet',
      label: `paused · ${age}`,
      explain: 'Pages do not refresh themselves until you resume.',
    }
  }
  return {
    short,
    tone: 'live',
    label: age,
    explain: `The newest collection ended ${age}; pages refresh themselves.`,
  }
}
