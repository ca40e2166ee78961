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

type Write = Pick<TrailRecord, 'eventSource' | 'eventName'>

function isChangedBy(
  { changedBy, changedOnlyBy }: SourceCollector,
  { eventSource, eventName }: Write,
): boolean {
  if (!changedBy.includes(eventSource)) return false
  return changedOnlyBy?.includes(eventName) ?? true
}

/** For which scopes these successful writes say that something may be new. */
export function scopesChangedBy(writes: readonly Write[]): ('account' | 'region')[] {
  const changes = writes.filter(({ eventName }) => !TRAFFIC.includes(eventName))
  return (['account', 'region'] as const).filter((scope) =>
    sourceCollectors(scope).some((collector) => changes.some((write) => isChangedBy(collector, write))),
  )
}
