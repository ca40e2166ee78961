import { defineCheck } from '#server/checks/define-check.ts'
import { valueOr } from '#server/domain/field.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { mappingChange, wayOf } from './mapping-change.ts'
import { isPolling } from './mappings-of-source.ts'
import { firstUnseen, notApplicable, pass, unknown } from './verdicts.ts'

const REPORTS = 'ReportBatchItemFailures'
const TAKES_REPORTS = new Set(['sqs', 'kinesis', 'dynamodb'])

function evaluate(record: EventSourceMappingRecord): Verdict {
  if (!TAKES_REPORTS.has(record.sourceType))
    return notApplicable('The source takes no report of single records.')
  if (!isPolling(record)) return notApplicable('The mapping is switched off.')
  const size = valueOr(record.batchSize, 1)
  if (size === 1) return notApplicable('Batches are of one record.')
  const types = valueOr(record.functionResponseTypes, [])
  const evidence = [
    { label: 'FunctionResponseTypes', value: types?.join(', ') || 'not set' },
    { label: 'BatchSize', value: String(size) },
  ]
  if (types?.includes(REPORTS)) return pass(...evidence)
  const hidden = firstUnseen([
    ['Response types', record.functionResponseTypes],
    ['Batch size', record.batchSize],
  ])
  if (hidden) return unknown(hidden)
  const summary = `One failing record makes the whole batch of up to ${size} ${wayOf(record)} be processed again: the mapping takes no report of single failures.`
  return { state: 'fail', severity: 'low', summary, evidence }
}

export const batchFailuresNotReported = defineCheck({
  id: 'batch-failures-not-reported',
  title: 'A failing record repeats its whole batch',
  group: 'reliability',
  kind: 'event-source-mapping',
  severity: 'low',
  severityNote: null,
  why: 'Without reports of single failures the records that went well are processed again with the one that failed. What is not idempotent then happens twice, and bad records drag good ones into the dead-letter queue.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html'],
  needs: ['event-source-mappings'],
  elsewhere: [],
  risks: ['improper-exception-handling'],
  evaluate,
  remediate: (record) =>
    mappingChange(record, {
      text: 'First make the handler answer with batchItemFailures, then switch the report on. A handler that answers with nothing is then taken for one that failed on nothing.',
      options: `--function-response-types ${REPORTS}`,
      cloudformation: { FunctionResponseTypes: [REPORTS] },
      terraform: { function_response_types: [REPORTS] },
    }),
})
