import type { Remediation } from '#server/checks/define-check.ts'
import { argumentsOf, properties, regionOf, type TemplateValue } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { EventSourceMappingRecord } from '#server/domain/records/event-source-mapping-record.ts'
import { shellWord } from '#server/domain/text.ts'
import { nameOfSource } from '#server/domain/triggers/from-mapping.ts'

type Change = {
  text: string
  /** Options of `update-event-source-mapping`, quoted already. */
  options: string
  cloudformation: { [key: string]: TemplateValue }
  terraform: { [key: string]: TemplateValue }
}

/** From what to what a mapping goes, as its own name is an id alone: `from receipts to booking-receipts`. */
export function wayOf({ eventSourceArn, functionName }: EventSourceMappingRecord): string {
  const source = valueOr<string | null>(eventSourceArn, null) ?? null
  const to = valueOr<string | null>(functionName, null)
  return `from ${nameOfSource(source) ?? source ?? 'its source'}${to ? ` to ${to}` : ''}`
}

/** A change of an event source mapping, in each tool. */
export function mappingChange(record: EventSourceMappingRecord, change: Change): Remediation {
  return {
    text: change.text,
    cli: `aws lambda update-event-source-mapping ${regionOf(record)} --uuid ${shellWord(record.uuid)} ${change.options}`,
    cloudformation: properties('AWS::Lambda::EventSourceMapping', change.cloudformation),
    terraform: argumentsOf('aws_lambda_event_source_mapping', change.terraform),
  }
}
