import type { Fact } from '#components/detail/facts.tsx'
import { FieldValue } from '#components/detail/field-value.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { Field } from '#server/domain/field.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'

const plain = (field: Field<string | number | boolean>) => (
  <FieldValue
    field={field}
    show={(value) => <Text value={String(value)} mono className="whitespace-normal break-all" />}
  />
)
const list = (field: Field<string[]>) => (
  <FieldValue
    field={field}
    show={(values) =>
      values.length > 0 ? (
        <Text value={values.join(', ')} mono className="whitespace-normal break-all" />
      ) : (
        'none'
      )
    }
  />
)

/** Every field of an event source mapping in its state. */
export function mappingFacts(mapping: EventSourceMappingRecord): Fact[] {
  return [
    { label: 'Source', value: plain(mapping.eventSourceArn) },
    { label: 'State', value: plain(mapping.state) },
    { label: 'Why', value: plain(mapping.stateReason) },
    { label: 'Batch size', value: plain(mapping.batchSize) },
    { label: 'Batch window, s', value: plain(mapping.maximumBatchingWindowSeconds) },
    { label: 'Parallel batches', value: plain(mapping.parallelizationFactor) },
    { label: 'Most concurrent', value: plain(mapping.maximumConcurrency) },
    { label: 'Starts at', value: plain(mapping.startingPosition) },
    { label: 'Retries', value: plain(mapping.maximumRetryAttempts) },
    { label: 'Oldest record, s', value: plain(mapping.maximumRecordAgeSeconds) },
    { label: 'Bisect on error', value: plain(mapping.bisectBatchOnFunctionError) },
    { label: 'On failure', value: plain(mapping.onFailureArn) },
    { label: 'Filters', value: list(mapping.filters) },
    { label: 'Responses', value: list(mapping.functionResponseTypes) },
    { label: 'Topics', value: list(mapping.topics) },
    { label: 'Queues', value: list(mapping.queues) },
    { label: 'Last result', value: plain(mapping.lastProcessingResult) },
    {
      label: 'Changed',
      value: <FieldValue field={mapping.lastModifiedAt} show={(at) => <Time at={at} />} />,
    },
  ]
}
