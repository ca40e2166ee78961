import type { Severity } from '#server/domain/severity.ts'

/** A function that has not been invoked for a while, out of its model. Times in epoch ms. */
export type SilenceWindow = {
  accountId: string
  region: string
  functionName: string
  resourceId: number | null
  nowMs: number
  /** Up to when its invocations were asked for and held against its model. */
  polledUntilMs: number | null
  isWarm: boolean
  /** null where it is invoked. */
  silence: {
    sinceMs: number
    /** How many invocations were expected since. */
    expected: number
    /** Steps of five minutes without any; 0 where there were a few. */
    steps: number
    /** To what it fell within one step, and the least of a step in the half hour before; null where it did not fall so far. */
    fallen: { least: number; to: number } | null
    /** Invocations of the last step that had any. */
    last: number
    /** The fewest invocations of a step in the half hour before; 0 where it was not invoked all the time. */
    leastBefore: number
    /** The longest and the mean pause of the last four weeks, and how many there were. */
    longestMs: number
    meanMs: number
    count: number
    /** On how many days in a row it was never without around this time of the day. */
    streak: number
  } | null
  /** Most functions of the place fell silent together: it is the metrics that do not come. */
  isEverybody: boolean
  isDeleted: boolean
  /** The change that stopped it, where one is known. */
  stoppedBy: { name: string; actor: string; atMs: number; eventId: string } | null
}

/** An incident out of anomalies of metrics, with the alerts of other rules that tell of it. Times in epoch ms. */
export type IncidentWindow = {
  accountId: string
  region: string
  incidentId: string
  /** The one function that it does something to; null where there are several. */
  functionName: string | null
  resourceId: number | null
  nowMs: number
  polledUntilMs: number | null
  severity: Severity
  title: string
  summary: string
  impact: string | null
  originText: string
  eventIds: readonly string[]
  /** Functions that it does something to. */
  impaired: readonly string[]
  startedMs: number
  lastSeenMs: number
  isMaintained: boolean
  /** The account as a whole is told of where the function is null. */
  toldBy: readonly { ruleId: string; functionName: string | null }[]
  /** Its anomalies in words, the worst first. */
  explanations: readonly { functionName: string | null; metric: string; stat: string; text: string }[]
}
