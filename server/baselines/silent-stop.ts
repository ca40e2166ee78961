import type { SilenceWindow } from '#server/domain/metrics/incident-window.ts'
import { DAY_MS, formatDuration, MINUTE_MS } from '#server/domain/time.ts'
import { type BaselineVerdict, defineBaseline, isStale, quiet, stale } from './define-baseline.ts'

type Silence = NonNullable<SilenceWindow['silence']>

const STEP_MS = 5 * MINUTE_MS
/** So many missing invocations are no chance. */
const MANY = 20
/** After so long nothing is expected any more. */
const FORGOTTEN_AFTER_MS = 14 * DAY_MS
/** Where everybody is silent, metrics are late; not for longer than this. */
const LATE_AT_MOST_MS = 30 * MINUTE_MS
/** So many pauses show how long one may be. */
const PAUSES_THAT_TELL = 20

/** It stopped in full run, and for longer than it ever did. */
function isCutOff({ expectedAtOnce, longestMs }: Silence, silentMs: number): boolean {
  return expectedAtOnce >= MANY && silentMs > longestMs
}

/** It pauses by night or at weekends, and is silent now at a time and from a moment at which it is not. */
function isOutOfHours({ expectedAtOnce, unusual }: Silence): boolean {
  return expectedAtOnce >= 2 * MANY && unusual >= 2
}

/** It is seldom invoked, but regularly: twice its longest pause has passed. */
function isOverdue({ longestMs, count }: Silence, silentMs: number): boolean {
  return count >= PAUSES_THAT_TELL && silentMs >= 2 * longestMs + 2 * STEP_MS
}

function severityOf(window: SilenceWindow, isBusy: boolean): 'low' | 'medium' | 'high' {
  if (window.stoppedBy) return 'low'
  return isBusy ? 'high' : 'medium'
}

function breachOf(
  window: SilenceWindow,
  silence: Silence,
  untilMs: number,
  isBusy: boolean,
): BaselineVerdict {
  const { functionName, stoppedBy } = window
  const silentFor = formatDuration(untilMs - silence.sinceMs)
  const expected = Math.round(silence.expected).toLocaleString('en')
  const missing =
    silence.expected >= 1 ? `about ${expected} were expected` : 'it is usually invoked regularly'
  const cause = stoppedBy ? ` ${stoppedBy.name} by ${stoppedBy.actor} stopped it.` : ''
  return {
    state: 'breach',
    breach: {
      severity: severityOf(window, isBusy),
      title: stoppedBy ? `${functionName} was stopped` : `${functionName} is not invoked any more`,
      summary: `No invocations for ${silentFor}: ${missing}.${cause}`,
      startedAtMs: silence.sinceMs,
      seenAtMs: untilMs,
      evidence: [
        { label: 'Silent for', value: silentFor },
        { label: 'Expected meanwhile', value: `${expected} invocations` },
        {
          label: 'Longest pause of four weeks',
          value: silence.count === 0 ? 'none' : formatDuration(silence.longestMs),
        },
        ...(stoppedBy ? [{ label: 'Stopped by', value: `${stoppedBy.name} by ${stoppedBy.actor}` }] : []),
      ],
      eventIds: stoppedBy ? [stoppedBy.eventId] : [],
      metric: {
        title: `Invocations of ${functionName}`,
        unit: 'invocations',
        series: [{ namespace: 'AWS/Lambda', metric: 'Invocations', stat: 'Sum', dimension: functionName }],
        threshold: null,
      },
    },
  }
}

/** What nobody complains of: a trigger that was lost makes no error. */
export const silentStop = defineBaseline<SilenceWindow>({
  id: 'silent-stop',
  title: 'Function is not invoked any more',
  scope: 'function',
  severity: 'high',
  why: 'A function that was invoked regularly gets nothing. Its trigger, or what feeds that, has stopped, and no error says so.',
  clearAfterMs: 10 * MINUTE_MS,
  needs: ['lambda-metrics'],
  elsewhere: [],
  risks: ['denial-of-service'],
  response: [
    { text: 'See whether its triggers are there and switched on, and what changed before.', command: null },
    {
      text: 'Look at the state of its event source mappings.',
      command: 'aws lambda list-event-source-mappings --function-name <name>',
    },
    {
      text: 'Look for rules that were switched off.',
      command: 'aws events list-rule-names-by-target --target-arn <arn>',
    },
  ],
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html'],
  evaluate(window) {
    const { silence, nowMs } = window
    if (silence !== null && nowMs - silence.sinceMs >= FORGOTTEN_AFTER_MS) return quiet
    if (isStale(window)) return stale
    if (!window.isWarm) return { state: 'unknown', reason: 'It is not known yet how often it is invoked.' }
    const untilMs = window.polledUntilMs ?? nowMs
    if (window.isDeleted || silence === null) return quiet
    const silentMs = untilMs - silence.sinceMs
    const isBusy = isCutOff(silence, silentMs) || isOutOfHours(silence)
    if (!isBusy && !isOverdue(silence, silentMs)) return quiet
    if (window.isEverybody && silentMs < LATE_AT_MOST_MS)
      return {
        state: 'unknown',
        reason: 'Most functions fell silent together: their metrics seem to be late.',
      }
    return breachOf(window, silence, untilMs, isBusy)
  },
})
