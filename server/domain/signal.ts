import type { Stat } from '#server/domain/metrics/metric.ts'
import type { Severity } from './severity.ts'
import type { Evidence } from './verdict.ts'

export type RuleKind = 'check' | 'detection' | 'baseline'

/** The metric that a signal is about: what an alert's chart shows. `dimension` is "" for the whole account. */
export type SignalMetric = {
  title: string
  unit: string
  series: { namespace: string; metric: string; stat: Stat; dimension: string }[]
  threshold: { label: string; value: number } | null
}

/** What an alert keeps in its `evidence` column. */
export type SignalEvidence = {
  items: Evidence[]
  eventIds: string[]
  metric: SignalMetric | null
  /** What to do about this one; the rule's own answer where left out. */
  response?: { text: string; command: string | null }[]
}

/** A rule holds true for something now. The worker turns signals into alerts, one alert a fingerprint. */
export type Signal = {
  ruleId: string
  ruleKind: RuleKind
  severity: Severity
  fingerprint: string
  /** Plain sentence: "Timeouts on orders-api". */
  title: string
  summary: string
  accountId: string
  region: string
  functionName: string | null
  resourceId: number | null
  evidence: SignalEvidence
  startedAt: Date
  seenAt: Date
  /** How often it was seen since it was told last; once where it is left out. */
  occurrences?: number
  /** It is expected until then: an alert that it opens sleeps until that time. */
  held?: { until: Date; why: string }
}

/** What every catalogue entry says of itself. */
export type RuleMeta = {
  id: string
  title: string
  severity: Severity
  /** Two sentences at most: why it matters. */
  why: string
  response: { text: string; command: string | null }[]
  references: string[]
  /** Ids of the collectors without which nothing can be said. */
  needs: string[]
  /** The same rule in other tools, by their ids, for users who know it from there. */
  elsewhere: string[]
  /** Ids of the fourteen serverless risks that it is about. */
  risks: string[]
}
