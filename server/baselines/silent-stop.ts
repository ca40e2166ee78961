import type { SilenceWindow } from '#server/domain/metrics/incident-window.ts'
import { DAY_MS, formatDuration, MINUTE_MS } from '#server/domain/time.ts'
import { type BaselineVerdict, defineBaseline, isStale, quiet, stale } from './define-baseline.ts'

type Silence = NonNullable<SilenceWindow['silence']>

const STEP_MS = 5 * MINUTE_MS
/** So many missing invocations are no chance. */
const MANY = 20
/** With so many it is enough that the step before was cut short as well. */
const SOME = 8
const CUT_SHORT = 0.6
/** After so long nothing is expected any more. */
const FORGOTTEN_AFTER_MS = 14 * DAY_MS
/** Where everybody is silent, metrics are late; not for longer than this. */
const LATE_AT_MOST_MS = 30 * MINUTE_MS
/** So many pauses, and so many days, show what is usual. */
const PAUSES_THAT_TELL = 20
const DAYS_THAT_TELL = 4
const BY_THE_CLOCK = 0.5

/** Invocations came in each step of the half hour before, and enough of them are missing by now. */
function isInFullRun({ leastBefore, steps, last, fallen }: Silence): boolean {
  const isCutShort = steps > 0 && leastBefore >= SOME && last <= leastBefore * CUT_SHORT
  return leastBefore * steps >= MANY || isCutShort || (steps === 0 && fallen !== null)
}

/** It stopped in full run: for longer than it ever did, or at a time of the day at which it did on none of several days. */
function isCutOff(silence: Silence, silentMs: number): boolean {
  return (
    isInFullRun(silence) &&
    (Math.max(STEP_MS, silentMs) > silence.longestMs || silence.streak >= DAYS_THAT_TELL)
  )
}

/** It is seldom invoked, but regularly: twice its longest pause has passed, and more where pauses are by chance. */
function isOverdue({ longestMs, meanMs, count }: Silence, silentMs: number): boolean {
  // Of events that come by chance the longest pause is about as many times the mean as the logarithm of their number.
  const times = longestMs <= BY_THE_CLOCK * Math.log(Math.max(2, count)) * meanMs ? 2 : 4
  return count >= PAUSES_THAT_TELL && silentMs >= times * longestMs + 2 * STEP_MS
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
  const isHardly = silence.steps === 0 && silence.fallen !== null
  const hardly = silence.fallen
    ? `${Math.round(silence.fallen.to).toLocaleString('en')} invocations in five minutes, where ${Math.round(silence.fallen.least).toLocaleString('en')} was the least of the half hour before.`
    : ''
  const cause = stoppedBy ? ` ${stoppedBy.name} by ${stoppedBy.actor} stopped it.` : ''
  return {
    state: 'breach',
    breach: {
      severity: severityOf(window, isBusy),
      title: stoppedBy
        ? `${functionName} was stopped`
        : `${functionName} is ${isHardly ? 'hardly' : 'not'} invoked any more`,
      summary: `${isHardly ? hardly : `No invocations for ${silentFor}: ${missing}.`}${cause}`,
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
    const isBusy = isCutOff(silence, silentMs)
    if (!isBusy && !isOverdue(silence, silentMs)) return quiet
    if (window.isEverybody && silentMs < LATE_AT_MOST_MS)
      return {
        state: 'unknown',
        reason: 'Most functions fell silent together: their metrics seem to be late.',
      }
    return breachOf(window, silence, untilMs, isBusy)
  },
})
