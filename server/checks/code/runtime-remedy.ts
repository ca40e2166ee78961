import type { Remediation } from '#server/checks/define-check.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { successorOf } from '#server/domain/runtimes.ts'
import { shellWord } from '#server/domain/text.ts'

/** How to move a function to the runtime that follows its own. */
export function moveRuntime(record: FunctionRecord): Remediation {
  const runtime = record.runtime.state === 'known' ? successorOf(record.runtime.value) : undefined
  if (runtime === undefined)
    return {
      text: 'Move the function to a runtime that AWS supports.',
      cli: null,
      cloudformation: null,
      terraform: null,
    }
  return {
    text: `Try the code and its packages on ${runtime} in another environment first: a major version of a language may break it. Then change the runtime, and rebuild what is compiled.`,
    cli: `aws lambda update-function-configuration ${regionOf(record)} --function-name ${shellWord(record.name)} --runtime ${runtime}`,
    cloudformation: properties('AWS::Lambda::Function', { Runtime: runtime }),
    terraform: argumentsOf('aws_lambda_function', { runtime }),
  }
}
