import { defineCheck } from '#server/checks/define-check.ts'
import { type Field, valueOr } from '#server/domain/field.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { mappingChange, wayOf } from './mapping-change.ts'
import { isPolling } from './mappings-of-source.ts'
import { firstUnseen, notApplicable, pass, unknown } from './verdicts.ts'

/** -1 and nothing at all both stand for no limit. */
const limit = (field: Field<number>) => valueOr(field, -1)
const words = (value: number | undefined) =>
  value === undefined ? 'not seen' : value < 0 ? 'no limit' : String(value)

function evaluate(record: EventSourceMappingRecord): Verdict {
  if (record.sourceType !== 'kinesis' && record.sourceType !== 'dynamodb')
    return notApplicable('Only shards of Kinesis and DynamoDB streams stand still for one record.')
  if (!isPolling(record)) return notApplicable('The mapping is switched off.')
  const [attempts, age] = [limit(record.maximumRetryAttempts), limit(record.maximumRecordAgeSeconds)]
  const bisects = valueOr(record.bisectBatchOnFunctionError, false)
  const evidence = [
    { label: 'MaximumRetryAttempts', value: words(attempts) },
    { label: 'MaximumRecordAgeInSeconds', value: words(age) },
    { label: 'BisectBatchOnFunctionError', value: bisects === undefined ? 'not seen' : String(bisects) },
  ]
  const isBounded = (attempts !== undefined && attempts >= 0) || (age !== undefined && age >= 0)
  if (isBounded) return pass(...evidence)
  const hidden = firstUnseen([
    ['Retry limit', record.maximumRetryAttempts],
    ['Record age limit', record.maximumRecordAgeSeconds],
  ])
  if (hidden) return unknown(hidden)
  const halved = bisects ? ', though batches are halved until it stands alone' : ''
  return {
    state: 'fail',
    severity: bisects ? 'low' : 'medium',
    summary: `One record ${wayOf(record)} that always fails stops its shard until it expires: retries and age have no limit${halved}.`,
    evidence,
  }
}

/** The defaults of stream mappings retry until the record leaves the stream. Source: Lambda Developer Guide, stream errors. */
export const streamPoisonPill = defineCheck({
  id: 'stream-poison-pill',
  title: 'One bad record stops a shard',
  group: 'reliability',
  kind: 'event-source-mapping',
  severity: 'medium',
  severityNote: 'Low where batches are halved, which spares the records beside the bad one.',
  why: 'By default a failing batch is tried again until its records expire, and all records behind it wait: a day for DynamoDB, up to a year for Kinesis. Whoever can write one record can stop the shard.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-errors.html'],
  needs: ['event-source-mappings'],
  elsewhere: [],
  risks: ['denial-of-service', 'improper-exception-handling'],
  evaluate,
  remediate: (record) =>
    mappingChange(record, {
      text: 'Limit retries and age, halve failing batches, and give the mapping a destination for failures first: with a limit, records are dropped that were tried on before.',
      options:
        '--maximum-retry-attempts 5 --maximum-record-age-in-seconds 3600 --bisect-batch-on-function-error',
      cloudformation: {
        MaximumRetryAttempts: 5,
        MaximumRecordAgeInSeconds: 3600,
        BisectBatchOnFunctionError: true,
      },
      terraform: {
        maximum_retry_attempts: 5,
        maximum_record_age_in_seconds: 3600,
        bisect_batch_on_function_error: true,
      },
    }),
})
