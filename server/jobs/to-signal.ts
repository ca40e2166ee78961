import type { Baseline, Breach } from '#server/baselines/define-baseline.ts'
import { type Maintenance, maintenanceOf } from '#server/domain/maintenance.ts'
import type { Signal } from '#server/domain/signal.ts'

export type SignalPlace = {
  accountId: string
  region: string
  functionName: string | null
  resourceId: number | null
}

/** What a metric rule found, for the alerts. */
export function toSignal<W>(
  baseline: Baseline<W>,
  place: SignalPlace,
  fingerprint: string,
  breach: Breach,
): Signal {
  return {
    ruleId: baseline.id,
    ruleKind: 'baseline',
    severity: breach.severity,
    fingerprint,
    title: breach.title,
    summary: breach.summary,
    accountId: place.accountId,
    region: place.region,
    functionName: place.functionName,
    resourceId: place.resourceId,
    evidence: { items: breach.evidence, eventIds: breach.eventIds ?? [], metric: breach.metric },
    startedAt: new Date(breach.startedAtMs),
    seenAt: new Date(breach.seenAtMs),
  }
}

/** Signals about what is maintained open their alerts asleep, until the maintenance ends. */
export function holdMaintained(
  signals: readonly Signal[],
  windows: readonly Maintenance[],
  now: Date,
): Signal[] {
  return signals.map((signal) => {
    const found = maintenanceOf(windows, signal, now.getTime())
    if (!found) return signal
    const until = new Date(found.untilMs)
    const why = `In maintenance until ${until.toISOString().slice(0, 16).replace('T', ' ')} UTC: ${found.window.reason}`
    return { ...signal, held: { until, why } }
  })
}
