import { type Field, valueOr } from '#server/domain/field.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import { type Delivery, queue, stream, UNKNOWN_DELIVERY } from './delivery.ts'
import { type Assembly, type Draft, type Live, live, quote } from './draft.ts'
import { settingSides } from './grant-sides.ts'
import type { SourceIndex } from './source-index.ts'
import type { MappingLink } from './source-link.ts'
import type { Guard, TriggerKind } from './trigger.ts'

const KINDS: Record<string, TriggerKind> = {
  sqs: 'sqs',
  kinesis: 'kinesis',
  dynamodb: 'dynamodb',
  kafka: 'kafka',
  mq: 'mq',
  documentdb: 'documentdb',
}
const POLLING = new Set(['Enabled', 'Updating', 'Creating', 'Enabling'])

const text = (field: Field<string>) => valueOr<string | null>(field, null) ?? null

function deliveryOf(mapping: EventSourceMappingRecord, index: SourceIndex): Delivery {
  if (mapping.sourceType === 'sqs' || mapping.sourceType === 'mq') return queue(mapping, index)
  return KINDS[mapping.sourceType] ? stream(mapping, index) : UNKNOWN_DELIVERY
}

function stateOf(mapping: EventSourceMappingRecord, index: SourceIndex): Live {
  const arn = text(mapping.eventSourceArn)
  const source = arn ? index.eventSource(arn) : undefined
  if (source && valueOr(source.exists, true) === false) return live(false, `${arn} no longer exists`)
  const state = valueOr<string>(mapping.state, '')
  if (!state) return live(null, 'the state of the mapping was not seen')
  if (!POLLING.has(state)) return live(false, `the mapping is ${state}`)
  const last = valueOr<string>(mapping.lastProcessingResult, '') ?? ''
  const problem = /^PROBLEM/i.test(last) ? `; its last poll: ${last}` : ''
  const isReadable = ['sqs', 'kinesis', 'dynamodb'].includes(mapping.sourceType)
  const unsure =
    isReadable && source?.exists.state !== 'known' ? '; whether the source still exists was not seen' : ''
  return live(true, `the mapping is ${state}${problem}${unsure}`)
}

function detailOf(mapping: EventSourceMappingRecord): string {
  const size = valueOr<number | null>(mapping.batchSize, null)
  const names = [...(valueOr(mapping.topics, []) ?? []), ...(valueOr(mapping.queues, []) ?? [])]
  const words = [size ? `batches of ${size}` : 'batch size not told', ...names]
  const position = text(mapping.startingPosition)
  return [...words, ...(position ? [`from ${position}`] : [])].join(', ')
}

function filtersOf(mapping: EventSourceMappingRecord): Guard[] {
  const filters = valueOr(mapping.filters, []) ?? []
  if (filters.length === 0) return []
  return [
    { kind: 'filter', name: 'event filter', authenticates: false, note: filters.join(' or ').slice(0, 300) },
  ]
}

/** A mapping polls as the function's own role: it needs no grant. */
export function fromMapping(
  { record, qualifier }: MappingLink & { qualifier: string | null },
  { fn, index }: Assembly,
): Draft {
  const arn = text(record.eventSourceArn)
  const names = valueOr(record.topics, []) ?? []
  const source =
    arn ??
    (record.eventSourceArn.state === 'absent'
      ? `self-managed ${names.join(', ') || record.uuid}`
      : record.arn)
  const { uuid, sourceType } = record
  return {
    kind: KINDS[sourceType] ?? 'service',
    source,
    sourceName: nameOfSource(arn) ?? source,
    sourceAccountId: arn ? null : fn.accountId,
    detail: detailOf(record),
    qualifier,
    ...deliveryOf(record, index),
    ...stateOf(record, index),
    ...settingSides({
      text: `event source mapping ${uuid}`,
      quote: quote({ uuid, source, state: text(record.state) }),
    }),
    guards: filtersOf(record),
  }
}

/** The queue's, stream's, table's or cluster's own name out of its ARN. */
export function nameOfSource(arn: string | null): string | undefined {
  if (!arn) return undefined
  const [kind = '', ...rest] = arn.split(':').slice(5)
  const [, afterSlash] = [kind, ...rest].join(':').split('/')
  return afterSlash ?? rest[0] ?? kind
}
