import { defineCheck } from '#server/checks/define-check.ts'
import { regionOf } from '#server/checks/remedy.ts'
import { parseArn } from '#server/domain/arn.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { notApplicable, pass, unknown, whyUnseen } from './verdicts.ts'

/** Kinds of sources that are looked up one by one. */
const READABLE = new Set(['sqs', 'kinesis', 'dynamodb'])

function evaluate(record: EventSourceMappingRecord, around: Surroundings): Verdict {
  const { eventSourceArn, sourceType } = record
  if (eventSourceArn.state === 'absent') return notApplicable('Its source is no resource of AWS.')
  if (eventSourceArn.state !== 'known') return unknown(`Its source: ${whyUnseen(eventSourceArn)}.`)
  const arn = eventSourceArn.value
  if (!READABLE.has(sourceType))
    return unknown(`Whether ${arn} exists: sources of type ${sourceType} are not collected.`)
  const source = around.find('event-source', arn)
  if (source.state === 'absent') return unknown(`${arn} is not among the sources that were read.`)
  if (source.state !== 'known') return unknown(`Whether ${arn} exists: ${whyUnseen(source)}.`)
  const { exists } = source.value
  if (exists.state !== 'known') return unknown(`Whether ${arn} exists: ${whyUnseen(exists)}.`)
  if (exists.value) return pass({ label: 'Source', value: arn })
  const isOn = !/^Disabl/.test(valueOr(record.state, '') ?? '')
  const isForeign = parseArn(arn)?.accountId !== record.accountId
  return {
    state: 'fail',
    severity: isForeign ? 'high' : isOn ? 'medium' : 'low',
    summary: `Its source ${arn} does not exist${isForeign ? ', and is of another account' : ''}.`,
    evidence: [
      { label: 'Source', value: arn },
      { label: 'State', value: valueOr(record.state, 'none') ?? 'not seen' },
    ],
  }
}

export const triggerSourceMissing = defineCheck({
  id: 'trigger-source-missing',
  title: 'Trigger whose source is gone',
  group: 'governance',
  kind: 'event-source-mapping',
  severity: 'medium',
  severityNote:
    'High where the source was of another account, which can make it again; low where the mapping is off.',
  why: 'Whoever makes a queue or stream of that name decides what the function works on. Until then the function waits for nothing.',
  references: [
    'https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html',
    'https://docs.aws.amazon.com/lambda/latest/api/API_DeleteEventSourceMapping.html',
  ],
  needs: ['event-source-mappings', 'event-sources'],
  elsewhere: [],
  risks: ['ungoverned-assets', 'event-data-injection'],
  evaluate,
  remediate: (record) => ({
    text: 'Delete the mapping, or make its source again where it was deleted by mistake.',
    cli: `aws lambda delete-event-source-mapping ${regionOf(record)} --uuid ${shellWord(record.uuid)}`,
    cloudformation: null,
    terraform: null,
  }),
})
