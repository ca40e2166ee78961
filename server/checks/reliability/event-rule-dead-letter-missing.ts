import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, properties, regionOf } from '#server/checks/remedy.ts'
import { isFunctionArn } from '#server/domain/arn.ts'
import { valueOr } from '#server/domain/field.ts'
import type { EventRuleRecord } from '#server/domain/records/event-rule-record.ts'
import { shellWord } from '#server/domain/text.ts'
import { functionTarget, homeOf } from '#server/domain/triggers/function-target.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { namesOf, notApplicable, pass, unknown, unseen } from './verdicts.ts'

const functionTargets = (record: EventRuleRecord) =>
  (valueOr(record.targets, []) ?? []).filter(({ arn }) => isFunctionArn(arn))

function evaluate(record: EventRuleRecord): Verdict {
  const manager = valueOr<string | null>(record.managedBy, null)
  if (manager) return notApplicable(`${manager} manages the rule.`)
  const state = valueOr<string>(record.state, '')
  if (state !== undefined && state !== '' && !state.startsWith('ENABLED'))
    return notApplicable('The rule is switched off.')
  const hidden = unseen('Targets', record.targets)
  if (hidden) return unknown(hidden)
  const targets = functionTargets(record)
  if (targets.length === 0) return notApplicable('No target of the rule is a function.')
  const bare = targets.filter(({ deadLetterArn }) => !deadLetterArn)
  const evidence = targets.map(({ id, arn, deadLetterArn }) => ({
    label: `target ${id}: ${arn}`,
    value: deadLetterArn ?? 'no dead-letter queue',
  }))
  if (bare.length === 0) return pass(...evidence)
  return {
    state: 'fail',
    severity: valueOr<string | null>(record.schedule, null) ? 'info' : 'low',
    summary: `Events that Lambda does not accept from it are lost: ${namesOf(bare.map(({ id }) => `target ${id}`))} ${bare.length === 1 ? 'has' : 'have'} no dead-letter queue.`,
    evidence,
    affects: [...new Set(bare.flatMap(({ arn }) => functionTarget(arn, homeOf(record))?.arn ?? []))],
  }
}

/** The rule's queue takes what Lambda never accepted: a missing permission, a function that is gone, throttling for a day. */
export const eventRuleDeadLetterMissing = defineCheck({
  id: 'event-rule-dead-letter-missing',
  title: 'Event rule without a dead-letter queue',
  group: 'reliability',
  kind: 'event-rule',
  severity: 'low',
  severityNote: 'Information where the rule is a schedule, whose next event comes of itself.',
  why: 'EventBridge tries for a day and then drops the event, at once where the function is gone or refuses it. The function’s own dead-letter queue never sees what Lambda did not accept.',
  references: ['https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html'],
  needs: ['event-rules'],
  elsewhere: ['serverless-rules ES4000', 'cdk-nag EventBusDLQ'],
  risks: ['denial-of-service', 'improper-exception-handling'],
  evaluate,
  remediate: (record) => {
    const target = functionTargets(record).find(({ deadLetterArn }) => !deadLetterArn)
    const list = shellWord(`Targets[?Id=='${target?.id ?? ''}']`)
    return {
      text: 'Name a dead-letter queue for the target, and let events.amazonaws.com send to it in the queue’s policy. put-targets replaces a target as a whole: take its other settings over from what the command lists.',
      cli: `aws events list-targets-by-rule ${regionOf(record)} --event-bus-name ${shellWord(record.bus)} --rule ${shellWord(record.name)} --query ${list}`,
      cloudformation: properties('AWS::Events::Rule', {
        Targets: [{ Id: target?.id ?? '', Arn: target?.arn ?? '', DeadLetterConfig: { Arn: 'QUEUE_ARN' } }],
      }),
      terraform: argumentsOf('aws_cloudwatch_event_target', {
        rule: record.name,
        arn: target?.arn ?? '',
        'dead_letter_config {}': { arn: 'QUEUE_ARN' },
      }),
    }
  },
})
