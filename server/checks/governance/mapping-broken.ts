import { defineCheck } from '#server/checks/define-check.ts'
import { roleMay } from '#server/checks/reliability/role-may.ts'
import { regionOf } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import type { Severity } from '#server/domain/severity.ts'
import { shellWord } from '#server/domain/text.ts'
import { functionTarget, homeOf } from '#server/domain/triggers/function-target.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { notApplicable, pass, unknown, whyUnseen } from './verdicts.ts'

/** Lambda writes `User action`, `USER_INITIATED` or `User initiated` where a person switched it. */
const BY_USER = /user[ _-]?(?:action|initiated)/i

const READS: Readonly<Record<string, string>> = {
  dynamodb: 'dynamodb:GetRecords',
  kinesis: 'kinesis:GetRecords',
}

/** The right to read its stream that the function's role lacks, where that is certain. */
function lacking(record: EventSourceMappingRecord, around: Surroundings): string | undefined {
  const action = READS[record.sourceType]
  const source = valueOr(record.eventSourceArn, undefined)
  const name = valueOr(record.functionArn, undefined)
  const arn = name === undefined ? undefined : functionTarget(name, homeOf(record))?.arn
  const found = arn === undefined ? undefined : around.find('function', arn)
  const roleArn = found?.state === 'known' ? valueOr(found.value.roleArn, undefined) : undefined
  if (!action || !source || !roleArn) return undefined
  return roleMay({ roleArn, action, resource: source }, around) === 'no' ? action : undefined
}

function severityOf(record: EventSourceMappingRecord, around: Surroundings): Severity {
  const name = valueOr(record.functionArn, undefined)
  const arn = name === undefined ? undefined : functionTarget(name, homeOf(record))?.arn
  const labels = arn === undefined ? undefined : around.labels(arn)
  const criticality = labels?.state === 'known' ? labels.value.criticality : null
  return criticality === 'critical' || criticality === 'high' ? 'high' : 'medium'
}

function evaluate(record: EventSourceMappingRecord, around: Surroundings): Verdict {
  const { state } = record
  if (state.state !== 'known') return unknown(`Its state: ${whyUnseen(state)}.`)
  const reason = valueOr(record.stateReason, '') ?? ''
  const last = valueOr(record.lastProcessingResult, '') ?? ''
  const evidence = [
    { label: 'State', value: state.value },
    ...(reason === '' ? [] : [{ label: 'Reason', value: reason }]),
    ...(last === '' ? [] : [{ label: 'Last result', value: last }]),
  ]
  const fail = (summary: string): Verdict => ({
    state: 'fail',
    severity: severityOf(record, around),
    summary,
    evidence,
  })
  if (/^Disabl/.test(state.value)) {
    if (BY_USER.test(reason)) return notApplicable('Somebody switched it off.')
    if (reason === '') return unknown('It is switched off; whether by somebody or by Lambda is not told.')
    return fail(`Lambda switched it off: ${reason.replace(/\.$/, '')}.`)
  }
  if (/^PROBLEM/i.test(last)) return fail(`Its last poll failed: ${last.replace(/\.$/, '')}.`)
  const missing = last === '' ? lacking(record, around) : undefined
  if (missing)
    return fail(`The role of its function may not ${missing} on the stream: nothing is read from it.`)
  if (record.lastProcessingResult.state === 'denied' || record.lastProcessingResult.state === 'failed')
    return unknown(`Its last result: ${whyUnseen(record.lastProcessingResult)}.`)
  return pass(...evidence)
}

export const mappingBroken = defineCheck({
  id: 'mapping-broken',
  title: 'Event source mapping that does not work',
  group: 'governance',
  kind: 'event-source-mapping',
  severity: 'medium',
  severityNote: 'High where its function is marked as critical or high.',
  why: 'Events wait in the queue or stream until they expire. Nothing else tells, as the function is not called at all.',
  references: [
    'https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html',
    'https://docs.aws.amazon.com/lambda/latest/api/API_EventSourceMappingConfiguration.html',
  ],
  needs: ['event-source-mappings'],
  elsewhere: [],
  risks: ['improper-exception-handling', 'ungoverned-assets'],
  evaluate,
  remediate: (record) => ({
    text: 'Read the reason: mostly a right that the role lacks, a broker that cannot be reached, or a function that fails on each batch. Mend that, then switch the mapping on.',
    cli: `aws lambda update-event-source-mapping ${regionOf(record)} --uuid ${shellWord(record.uuid)} --enabled`,
    cloudformation: null,
    terraform: null,
  }),
})
