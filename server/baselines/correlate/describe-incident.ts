import { SEVERITIES, type Severity, severityRank } from '#server/domain/severity.ts'
import { findOrigin } from './find-origin.ts'
import { impactOf } from './impact-of.ts'
import {
  type Facts,
  functionsOf,
  type Impact,
  type IncidentAnomaly,
  listed,
  type Origin,
} from './incident.ts'

/** From so many functions on, what is wrong is wrong with more than a function. */
const MANY = 5

export type DescribedIncident = {
  severity: Severity
  title: string
  summary: string
  /** What it does, in words; null where it is unusual and no more. */
  impact: string | null
  /** Functions that it does something to. */
  impaired: string[]
  origin: Origin
  functions: string[]
}

const WHAT: Record<string, string> = {
  Invocations: 'invocations',
  Errors: 'errors',
  Throttles: 'throttles',
  Duration: 'durations',
  ConcurrentExecutions: 'concurrency',
  IteratorAge: 'age of records',
  AsyncEventAge: 'age of events',
  AsyncEventsDropped: 'events lost',
  DeadLetterErrors: 'dead letters',
}

/** An incident in words, with what it likely comes from and how bad it is. */
export function describeIncident(
  anomalies: readonly IncidentAnomaly[],
  facts: Facts,
  invocationsOf: (anomaly: IncidentAnomaly) => number | null,
): DescribedIncident {
  const impacts = anomalies.flatMap((anomaly) => {
    const impact = impactOf(anomaly, invocationsOf(anomaly))
    return impact ? [{ anomaly, impact }] : []
  })
  const told = impacts.toSorted((a, b) => severityRank(a.impact.severity) - severityRank(b.impact.severity))
  const subjects = told.length > 0 ? told.map(({ anomaly }) => anomaly) : anomalies
  const impaired = functionsOf(told.map(({ anomaly }) => anomaly))
  const origin = findOrigin(subjects, facts)
  const functions = functionsOf(anomalies)
  const names = functionsOf(subjects)
  const where = names.length > 0 ? listed(names) : 'the account'
  const metrics = [...new Set(subjects.map(({ metric }) => WHAT[metric] ?? metric))]
  const first = told[0]
  const impact = first ? `${first.impact.text} on ${first.anomaly.functionName}` : null
  const [loudest] = subjects.toSorted((a, b) => Math.abs(b.excess) - Math.abs(a.excess))
  const parts = [
    impact ?? loudest?.explanation ?? '',
    origin.kind === 'none' && names.length < 2 ? '' : origin.text,
  ]
  return {
    severity: worst(
      told.map(({ impact: one }) => one),
      impaired.length,
    ),
    title: `Unusual ${listed(metrics)} on ${where}`,
    summary: `${parts.filter((part) => part !== '').join('. ')}.`,
    impact,
    impaired,
    origin,
    functions,
  }
}

function worst(impacts: readonly Impact[], functions: number): Severity {
  const ranks = impacts.map(({ severity }) => severityRank(severity))
  const rank = ranks.length === 0 ? severityRank('info') : Math.min(...ranks)
  const raised = functions >= MANY && rank > severityRank('critical') ? rank - 1 : rank
  return SEVERITIES[raised] ?? 'info'
}
