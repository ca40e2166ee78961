import type { Collector, CollectorDeclaration } from '#server/collectors/define-collector.ts'
import { COLLECTORS, RESOURCE_COLLECTORS } from '#server/collectors/index.ts'
import type { ResourceKind } from '#server/domain/records/resource-kind.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { hasSourceInput } from './source-inputs.ts'

/** A collector that is run when CloudTrail says that there is something new, and now and then besides. */
export type SourceCollector = Collector<ResourceRecord, unknown> & {
  kind: ResourceKind
  changedBy: readonly string[]
}

/** What is called all day long and changes no setting, though CloudTrail has it among the writes. */
export const TRAFFIC = [
  'AdminInitiateAuth',
  'AdminRespondToAuthChallenge',
  'AssumeRole',
  'BatchImportFindings',
  'CreateLogStream',
  'ForgotPassword',
  'InitiateAuth',
  'PutEvaluations',
  'RespondToAuthChallenge',
  'SignUp',
  'StartExecution',
  'StartSyncExecution',
  'StopExecution',
]

const isSource = (collector: CollectorDeclaration): collector is SourceCollector =>
  collector.kind !== undefined &&
  collector.changedBy !== undefined &&
  ((RESOURCE_COLLECTORS as readonly CollectorDeclaration[]).includes(collector) ||
    hasSourceInput(collector.id))

/** The collectors of resources that say what changes them, by scope. */
export function sourceCollectors(scope: 'account' | 'region'): SourceCollector[] {
  return COLLECTORS.filter(isSource).filter((collector) => collector.scope === scope)
}

/** For which scopes these successful writes say that something may be new. */
export function scopesChangedBy(
  writes: readonly Pick<TrailRecord, 'eventSource' | 'eventName'>[],
): ('account' | 'region')[] {
  const changed = new Set(
    writes.filter(({ eventName }) => !TRAFFIC.includes(eventName)).map(({ eventSource }) => eventSource),
  )
  return (['account', 'region'] as const).filter((scope) =>
    sourceCollectors(scope).some(({ changedBy }) => changedBy.some((source) => changed.has(source))),
  )
}
