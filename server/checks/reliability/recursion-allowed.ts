import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, properties } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { named } from './function-change.ts'
import { liveTriggers, titleOf } from './live-triggers.ts'
import { recursiveWays } from './recursive-ways.ts'
import { namesOf, notApplicable, pass, unknown, unseen } from './verdicts.ts'

const NO_WAY_BACK = 'No queue, topic or bucket invokes it, so that it cannot call itself by one.'
const WAYS_BACK = new Set(['sqs', 'sns', 's3'])

/** Whether something invokes it that it may write to; also where that was not seen. */
function canLoop(record: FunctionRecord, around: Surroundings): boolean {
  const triggers = around.triggers(record.arn)
  return triggers.state !== 'known' || triggers.value.some(({ kind }) => WAYS_BACK.has(kind))
}

function evaluate(record: FunctionRecord, around: Surroundings): Verdict {
  if (valueOr<number | null>(record.reservedConcurrency, null) === 0)
    return notApplicable('It is switched off: its reserved concurrency is 0.')
  const hidden = unseen('Recursive loop setting', record.recursiveLoop)
  if (hidden) return canLoop(record, around) ? unknown(hidden) : notApplicable(NO_WAY_BACK)
  const setting = valueOr<string>(record.recursiveLoop, 'Terminate') ?? 'Terminate'
  const evidence = [{ label: 'RecursiveLoop', value: setting }]
  if (setting !== 'Allow') return pass(...evidence)
  const ways = recursiveWays(record, valueOr(liveTriggers(record, around), []) ?? [], around)
  const names = namesOf([...new Set(ways.map(({ trigger }) => titleOf(trigger)))])
  return {
    state: 'fail',
    severity: ways.length > 0 ? 'medium' : 'low',
    summary:
      ways.length > 0
        ? `Lambda does not stop it when it calls itself, and its role may write to ${names}, which invokes it.`
        : 'Lambda does not stop it when it calls itself by way of a queue, a topic or a bucket.',
    evidence,
  }
}

export const recursionAllowed = defineCheck({
  id: 'recursion-allowed',
  title: 'Recursive loops are not stopped',
  group: 'reliability',
  kind: 'function',
  severity: 'low',
  severityNote: 'Medium where its role may write to something that invokes it.',
  why: 'Lambda stops a function that calls itself by way of SQS, SNS or S3 after about 16 rounds. This function has asked it not to, so that a loop runs, and costs, until somebody notices.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html'],
  needs: ['functions'],
  elsewhere: [],
  risks: ['denial-of-service'],
  evaluate,
  remediate: (record) => ({
    text: 'Let Lambda end recursive loops again, unless the loop is how the function is meant to work: then accept the finding, and alarm on its invocations.',
    cli: `aws lambda put-function-recursion-config ${named(record)} --recursive-loop Terminate`,
    cloudformation: properties('AWS::Lambda::Function', { RecursiveLoop: 'Terminate' }),
    terraform: argumentsOf('aws_lambda_function_recursion_config', {
      function_name: record.name,
      recursive_loop: 'Terminate',
    }),
  }),
})
