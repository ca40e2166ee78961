import { type Field, mapField, valueOr } from '#server/domain/field.ts'
import type { Place, Surroundings } from '#server/domain/posture/surroundings.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { functionTarget, homeOf } from '#server/domain/triggers/function-target.ts'

type BySource = ReadonlyMap<string, EventSourceMappingRecord[]>

const NONE: EventSourceMappingRecord[] = []
const grouped = new WeakMap<EventSourceMappingRecord[], BySource>()
const STOPPED = new Set(['Disabled', 'Disabling', 'Deleting'])

function bySource(mappings: EventSourceMappingRecord[]): BySource {
  const kept = grouped.get(mappings)
  if (kept) return kept
  const found = Map.groupBy(mappings, (one) => valueOr(one.eventSourceArn, '') ?? '')
  grouped.set(mappings, found)
  return found
}

export const isPolling = (mapping: EventSourceMappingRecord) => !STOPPED.has(valueOr(mapping.state, '') ?? '')

/** The mappings of a place that read a queue or stream and are not switched off. */
export function mappingsOfSource(
  arn: string,
  place: Place,
  around: Surroundings,
): Field<EventSourceMappingRecord[]> {
  return mapField(around.all('event-source-mapping', place), (all) =>
    (bySource(all).get(arn) ?? NONE).filter(isPolling),
  )
}

/** ARN, without qualifier, of the function that a mapping hands its events to. */
export function functionArnOf(mapping: EventSourceMappingRecord): string | undefined {
  const text = valueOr(mapping.functionArn, '') || valueOr(mapping.functionName, '') || ''
  return functionTarget(text, homeOf(mapping))?.arn
}

export function functionOf(mapping: EventSourceMappingRecord, around: Surroundings): Field<FunctionRecord> {
  return around.find('function', functionArnOf(mapping) ?? '')
}
