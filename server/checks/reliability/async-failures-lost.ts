import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, code, properties } from '#server/checks/remedy.ts'
import { platformMade } from '#server/domain/posture/platform-made.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Trigger } from '#server/domain/triggers/trigger.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { isCritical } from './criticality.ts'
import { named } from './function-change.ts'
import { hiddenSender, titleOf } from './live-triggers.ts'
import { namesOf, notApplicable, pass, unknown, unseen } from './verdicts.ts'

/** These services are told how the invocation went, and show it themselves. */
const TOLD = new Set(['codepipeline', 'config', 'service'])

/** An event of a clock holds nothing that the next one does not. */
const isRepeated = ({ detail }: Trigger) => /^(?:rate|cron)\(/.test(detail)

const evidenceOf = (trigger: Trigger) => ({
  label: `${titleOf(trigger)}${trigger.qualifier ? ` (${trigger.qualifier})` : ''}`,
  value: trigger.failures.to
    ? `failures go to ${trigger.failures.to} (${trigger.failures.via})`
    : `failures go ${trigger.failures.via === 'nowhere' ? 'nowhere' : 'where nobody could look'}; ${trigger.retries}`,
})

function evaluate(record: FunctionRecord, around: Surroundings): Verdict {
  const made = platformMade(record)
  if (made) return notApplicable(made)
  const triggers = around.triggers(record.arn)
  if (triggers.state !== 'known')
    return unknown(unseen('Triggers', triggers) ?? 'The function was not found.')
  const candidates = triggers.value.filter(
    ({ invocation, live, kind }) => invocation === 'asynchronous' && live !== false && !TOLD.has(kind),
  )
  const sure = candidates.filter(({ live }) => live === true)
  const lost = sure.filter(({ failures }) => failures.via === 'nowhere')
  if (lost.length > 0) {
    const severity = isCritical(record.arn, around) ? 'high' : lost.every(isRepeated) ? 'low' : 'medium'
    const summary = `Events from ${namesOf([...new Set(lost.map(titleOf))])} that fail after all retries are lost: there is neither a dead-letter queue nor a destination for failures.`
    return { state: 'fail', severity, summary, evidence: lost.map(evidenceOf) }
  }
  const hidden = sure.find(({ failures }) => failures.via === 'unknown')
  if (hidden) return unknown(`Where failed events from ${titleOf(hidden)} go was not seen.`)
  const doubtful = candidates.find(({ live, failures }) => live === null && failures.via === 'nowhere')
  if (doubtful) return unknown(`Whether ${titleOf(doubtful)} still invokes it: ${doubtful.liveReason}.`)
  const hiddenSource = hiddenSender(record, around)
  if (hiddenSource) return unknown(hiddenSource)
  if (sure.length > 0) return pass(...sure.map(evidenceOf))
  return notApplicable('Nothing that is live invokes it asynchronously.')
}

/**
 * Lambda drops an asynchronous event after its retries unless a dead-letter queue or a destination takes it.
 * Source: Lambda Developer Guide, "Retaining records of asynchronous invocations".
 */
export const asyncFailuresLost = defineCheck({
  id: 'async-failures-lost',
  title: 'Failed asynchronous events are lost',
  group: 'reliability',
  kind: 'function',
  severity: 'medium',
  severityNote:
    'High where the function is labelled as critical; low where schedules alone invoke it, whose next run comes of itself.',
  why: 'An event that is invoked asynchronously is tried three times and then dropped. Without a dead-letter queue or a destination nobody can send it anew, and nobody learns that it is gone.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html'],
  needs: ['functions'],
  elsewhere: [
    'Prowler awslambda_function_no_dead_letter_queue',
    'Security Hub Lambda.4',
    'AWS Config lambda-dlq-check',
    'Checkov CKV_AWS_116',
    'KICS c2eae442',
    'cloudsploit lambdaDeadLetterQueue',
    'serverless-rules ES1007',
    'cdk-nag LambdaAsyncFailureDestination',
  ],
  risks: ['denial-of-service', 'improper-exception-handling'],
  evaluate,
  remediate: (record, _verdict, around) => {
    const triggers = around.triggers(record.arn)
    const lost = triggers.state === 'known' ? triggers.value : []
    const qualifier =
      lost.find(({ failures, live }) => live && failures.via === 'nowhere')?.qualifier ?? '$LATEST'
    const on = qualifier === '$LATEST' ? '' : ` --qualifier ${shellWord(qualifier)}`
    return {
      text: 'Send failed events to a queue of your own, and alarm on its depth. The function’s role must be allowed to send to it. Put the ARN of the queue in the place of QUEUE_ARN.',
      cli: `aws lambda update-function-event-invoke-config ${named(record)}${on} --destination-config '{"OnFailure":{"Destination":"QUEUE_ARN"}}'`,
      cloudformation: properties('AWS::Lambda::EventInvokeConfig', {
        FunctionName: record.name,
        Qualifier: qualifier,
        DestinationConfig: { OnFailure: { Destination: 'QUEUE_ARN' } },
      }),
      terraform: argumentsOf('aws_lambda_function_event_invoke_config', {
        function_name: record.name,
        qualifier,
        'destination_config {}': code('{\n    on_failure {\n      destination = "QUEUE_ARN"\n    }\n  }'),
      }),
    }
  },
})
