import { defineCheck } from '#server/checks/define-check.ts'
import { code } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { mappingChange, wayOf } from './mapping-change.ts'
import { isPolling } from './mappings-of-source.ts'
import { notApplicable, pass, unknown, unseen } from './verdicts.ts'

const STREAMS = new Set(['kinesis', 'dynamodb', 'kafka'])

function evaluate(record: EventSourceMappingRecord, around: Surroundings): Verdict {
  if (!STREAMS.has(record.sourceType))
    return notApplicable('The source keeps what fails itself, or takes no destination for it.')
  if (!isPolling(record)) return notApplicable('The mapping is switched off.')
  const hidden = unseen('Destination for failures', record.onFailureArn)
  if (hidden) return unknown(hidden)
  const severity = record.sourceType === 'kafka' ? 'low' : 'medium'
  const to = valueOr<string | null>(record.onFailureArn, null)
  const evidence = [{ label: 'DestinationConfig.OnFailure', value: to ?? 'not set' }]
  if (!to) {
    const summary = `Records ${wayOf(record)} that are given up on are lost: the mapping has no destination for failures.`
    return { state: 'fail', severity, summary, evidence }
  }
  const target = around.find('event-source', to)
  if (target.state === 'known' && valueOr(target.value.exists, true) === false) {
    return {
      state: 'fail',
      severity,
      summary: `The destination for failures, ${to}, no longer exists.`,
      evidence,
    }
  }
  return pass(...evidence)
}

/** What a stream's mapping drops, by retries or age, is gone unless a destination is told of it. */
export const mappingFailuresLost = defineCheck({
  id: 'mapping-failures-lost',
  title: 'Records that a stream gives up on are lost',
  group: 'reliability',
  kind: 'event-source-mapping',
  severity: 'medium',
  severityNote: 'Low for Kafka, whose topics mostly keep records for longer than Lambda tries.',
  why: 'A batch of a stream that keeps failing is dropped by the retry limit, the age limit or the retention. Only a destination tells which records those were, so that they can be read again in time.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-errors.html'],
  needs: ['event-source-mappings'],
  elsewhere: ['serverless-rules ES1001', 'cdk-nag LambdaEventSourceMappingDestination'],
  risks: ['denial-of-service', 'improper-exception-handling'],
  evaluate,
  remediate: (record) =>
    mappingChange(record, {
      text: 'Send what fails to a queue or topic of your own, and alarm on it. The function’s role must be allowed to send to it. Put the ARN of the queue in the place of QUEUE_ARN.',
      options: `--destination-config '{"OnFailure":{"Destination":"QUEUE_ARN"}}'`,
      cloudformation: { DestinationConfig: { OnFailure: { Destination: 'QUEUE_ARN' } } },
      terraform: {
        'destination_config {}': code('{\n    on_failure {\n      destination_arn = "QUEUE_ARN"\n    }\n  }'),
      },
    }),
})
