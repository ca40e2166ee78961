import type { Remediation } from '#server/checks/define-check.ts'
import { argumentsOf, properties, regionOf, type TemplateValue } from '#server/checks/remedy.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { shellWord } from '#server/domain/text.ts'

type Change = {
  text: string
  /** Options of `update-function-configuration`, quoted already. */
  options: string
  cloudformation: { [key: string]: TemplateValue }
  terraform: { [key: string]: TemplateValue }
}

/** `--function-name` and `--region` of a function, for a command of the AWS CLI. */
export const named = (record: FunctionRecord) =>
  `${regionOf(record)} --function-name ${shellWord(record.name)}`

/** A change of the function's own configuration, in each tool. */
export function functionChange(record: FunctionRecord, change: Change): Remediation {
  return {
    text: change.text,
    cli: `aws lambda update-function-configuration ${named(record)} ${change.options}`,
    cloudformation: properties('AWS::Lambda::Function', change.cloudformation),
    terraform: argumentsOf('aws_lambda_function', change.terraform),
  }
}

/** A remedy that no tool does by one setting. */
export const inWords = (text: string): Remediation => ({
  text,
  cli: null,
  cloudformation: null,
  terraform: null,
})
