import { defineCheck } from '#server/checks/define-check.ts'
import { parseArn } from '#server/domain/arn.ts'
import { type Field, valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionRecord, PolicyDocument } from '#server/domain/records/function-record.ts'
import { functionTarget, homeOf } from '#server/domain/triggers/function-target.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { inWords } from './function-change.ts'
import { policyLets, roleMay } from './role-may.ts'
import { firstUnseen, notApplicable, pass, unknown } from './verdicts.ts'

type Target = { arn: string; what: string }
type Answer = { state: 'fine' | 'gone' | 'refused' | 'unknown'; text: string }

const ACTIONS: Record<string, string> = {
  sqs: 'sqs:SendMessage',
  sns: 'sns:Publish',
  lambda: 'lambda:InvokeFunction',
  events: 'events:PutEvents',
  s3: 's3:PutObject',
}

function targetsOf(record: FunctionRecord): Target[] {
  const deadLetter = valueOr<string | null>(record.deadLetterTargetArn, null)
  const configs = valueOr(record.eventInvokeConfigs, []) ?? []
  return [
    ...(deadLetter ? [{ arn: deadLetter, what: 'dead-letter queue' }] : []),
    ...configs.flatMap(({ qualifier, onFailure, onSuccess }) => [
      ...(onFailure ? [{ arn: onFailure, what: `destination for failures of ${qualifier}` }] : []),
      ...(onSuccess ? [{ arn: onSuccess, what: `destination for successes of ${qualifier}` }] : []),
    ]),
  ]
}

/** Only where what is missing can be told from what was not looked for. */
function isGone(arn: string, record: FunctionRecord, around: Surroundings): boolean {
  const source = around.find('event-source', arn)
  if (source.state === 'known') return valueOr(source.value.exists, true) === false
  const fn = functionTarget(arn, homeOf(record))
  return (
    fn !== undefined &&
    parseArn(arn)?.service === 'lambda' &&
    around.find('function', fn.arn).state === 'absent'
  )
}

/** The target's own policy; undefined where it is not looked at. */
function policyOf(
  arn: string,
  record: FunctionRecord,
  around: Surroundings,
): Field<PolicyDocument> | undefined {
  const service = parseArn(arn)?.service
  const found =
    service === 'sqs'
      ? around.find('event-source', arn)
      : service === 'sns'
        ? around.find('topic', arn)
        : service === 'events'
          ? around.find('event-bus', arn)
          : service === 'lambda'
            ? around.find('function', functionTarget(arn, homeOf(record))?.arn ?? arn)
            : undefined
  return found?.state === 'known' ? found.value.policy : undefined
}

function answerOf({ arn, what }: Target, record: FunctionRecord, around: Surroundings): Answer {
  if (isGone(arn, record, around)) return { state: 'gone', text: `its ${what} ${arn} no longer exists` }
  const parsed = parseArn(arn)
  const action = ACTIONS[parsed?.service ?? '']
  const roleArn = valueOr<string>(record.roleArn, '')
  if (!action || !roleArn || !parsed)
    return { state: 'unknown', text: `what may send to ${arn} is not known` }
  const resource = parsed.service === 's3' ? `${arn}/*` : arn
  const may = roleMay({ roleArn, action, resource }, around)
  if (may === 'yes' || may === 'maybe') return { state: 'fine', text: `the role may ${action}` }
  if (may === 'unknown')
    return { state: 'unknown', text: `whether its role may ${action} on ${arn} was not seen` }
  const policy = policyOf(arn, record, around)
  if (policy?.state !== 'known' && policy?.state !== 'absent')
    return {
      state: 'unknown',
      text: `its role may not ${action}; whether the policy of ${arn} lets it was not seen`,
    }
  const lets = policy.state === 'known' ? policyLets(policy.value, { roleArn, action, resource }) : false
  if (lets) return { state: 'fine', text: 'the policy of the target lets the role in' }
  const refused = `its role may not ${action} on its ${what} ${arn}`
  return lets === undefined ? { state: 'unknown', text: refused } : { state: 'refused', text: refused }
}

function evaluate(record: FunctionRecord, around: Surroundings): Verdict {
  const targets = targetsOf(record)
  const answers = targets.map((target) => ({ target, ...answerOf(target, record, around) }))
  const bad = answers.filter(({ state }) => state === 'gone' || state === 'refused')
  const evidence = answers.map(({ target, text }) => ({
    label: `${target.what}: ${target.arn}`,
    value: text,
  }))
  const worst = bad[0]
  if (worst) {
    const rest = bad.length > 1 ? `, and ${bad.length - 1} more` : ''
    return {
      state: 'fail',
      severity: 'high',
      summary: `What is sent on is lost: ${worst.text}${rest}.`,
      evidence,
    }
  }
  const hidden = firstUnseen([
    ['Dead-letter queue', record.deadLetterTargetArn],
    ['Destinations', record.eventInvokeConfigs],
  ])
  if (hidden) return unknown(hidden)
  if (targets.length === 0) return notApplicable('It has neither a dead-letter queue nor a destination.')
  const open = answers.find(({ state }) => state === 'unknown')
  return open ? unknown(`Not told: ${open.text}.`) : pass(...evidence)
}

/** A destination that is gone, or that the role may not write to, drops the event: Lambda says so in a metric alone. */
export const failureTargetMissing = defineCheck({
  id: 'failure-target-missing',
  title: 'Dead-letter queue or destination cannot be reached',
  group: 'reliability',
  kind: 'function',
  severity: 'high',
  severityNote: null,
  why: 'Somebody meant to keep these events, and believes that they are kept. A target that is gone or that the role may not write to drops them, and only the metrics DeadLetterErrors and DestinationDeliveryFailures tell.',
  references: ['https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html'],
  needs: ['functions', 'event-sources', 'roles'],
  elsewhere: [],
  risks: ['inadequate-monitoring', 'improper-exception-handling'],
  evaluate,
  remediate: () =>
    inWords(
      'Create the target again or name another one, and allow the function’s role the action that the evidence names on that ARN. Then look at the metrics DeadLetterErrors and DestinationDeliveryFailures.',
    ),
})
