import type { Collector } from '#server/collectors/define-collector.ts'
import { RESOURCE_COLLECTORS } from '#server/collectors/index.ts'
import type { ResourceKind } from '#server/domain/records/resource-kind.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'

/** A collector that is run when CloudTrail says that there is something new, and now and then besides. */
export type SourceCollector = Collector<ResourceRecord, unknown> & {
  kind: ResourceKind
  changedBy: readonly string[]
}

const isSource = (collector: Collector<ResourceRecord, unknown>): collector is SourceCollector =>
  collector.kind !== undefined && collector.changedBy !== undefined

/** The collectors of resources that say what changes them, by scope. */
export function sourceCollectors(scope: 'account' | 'region'): SourceCollector[] {
  const all = RESOURCE_COLLECTORS as readonly Collector<ResourceRecord, unknown>[]
  return all.filter(isSource).filter((collector) => collector.scope === scope)
}

/** Which scopes a write on this event source may change. */
export function scopesChangedBy(eventSources: ReadonlySet<string>): ('account' | 'region')[] {
  return (['account', 'region'] as const).filter((scope) =>
    sourceCollectors(scope).some(({ changedBy }) => changedBy.some((source) => eventSources.has(source))),
  )
}
