import type { AnomalyKind } from '#server/baselines/model/series-model.ts'
import type { Severity } from '#server/domain/severity.ts'

/** An anomaly as far as it matters for what it belongs to. `functionName` is null for the account and region as a whole. */
export type IncidentAnomaly = {
  key: string
  functionName: string | null
  metric: string
  startedMs: number
  lastMs: number
  endedMs: number | null
  periods: number
  kind: AnomalyKind
  value: number
  expected: number | null
  lower: number | null
  upper: number | null
  excess: number
  explanation: string
}

export type ChangeFact = {
  eventId: string
  name: string
  atMs: number
  actor: string
  functionName: string | null
  /** Names and ARNs that the call touched. */
  resources: readonly string[]
}

export type TriggerFact = { functionName: string; kind: string; source: string; sourceName: string }

/** What is known of a place around the time of an incident. */
export type Facts = {
  /** Changes of its functions and their roles, up to an hour before. */
  changes: readonly ChangeFact[]
  triggers: readonly TriggerFact[]
  calls: readonly { from: string; to: string }[]
  /** Role ARN of each function. */
  roles: Readonly<Record<string, string>>
  /** Highest concurrency while it went on, and the account's limit; null where one is not known. */
  concurrency: { peak: number; limit: number } | null
}

export const ORIGINS = ['account-limit', 'deployment', 'trigger', 'callee', 'role', 'none'] as const
export type OriginKind = (typeof ORIGINS)[number]

export type Origin = {
  kind: OriginKind
  /** Plain words: "UpdateFunctionCode on orders-api by ci-deploy, 4 min before". */
  text: string
  eventIds: string[]
  /** The source, function or role that they have in common. */
  subject: string | null
  /** Functions that it explains. */
  covers: string[]
}

export type Impact = { severity: Severity; text: string }

/** Functions of anomalies, each once, in the order of their first anomaly. */
export function functionsOf(anomalies: readonly Pick<IncidentAnomaly, 'functionName'>[]): string[] {
  return [...new Set(anomalies.flatMap(({ functionName }) => (functionName === null ? [] : [functionName])))]
}

export const onsetOf = (anomalies: readonly Pick<IncidentAnomaly, 'startedMs'>[]) =>
  anomalies.reduce((least, { startedMs }) => Math.min(least, startedMs), Number.POSITIVE_INFINITY)

/** "orders-api", "orders-api and refunds", "orders-api, refunds and 38 more". */
export function listed(names: readonly string[]): string {
  const [first = '', second = ''] = names
  if (names.length <= 1) return first
  if (names.length === 2) return `${first} and ${second}`
  return `${first}, ${second} and ${names.length - 2} more`
}
