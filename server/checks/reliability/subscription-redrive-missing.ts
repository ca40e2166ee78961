import { defineCheck } from '#server/checks/define-check.ts'
import { argumentsOf, code, properties, regionOf } from '#server/checks/remedy.ts'
import { valueOr } from '#server/domain/field.ts'
import type { TopicSubscriptionRecord } from '#server/domain/records/topic-subscription-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { notApplicable, pass, unknown, unseen } from './verdicts.ts'

function evaluate(record: TopicSubscriptionRecord): Verdict {
  if (valueOr(record.pendingConfirmation, false))
    return notApplicable('The subscription waits to be confirmed.')
  const hidden = unseen('Redrive policy', record.deadLetterArn)
  if (hidden) return unknown(hidden)
  const to = valueOr<string | null>(record.deadLetterArn, null)
  const evidence = [{ label: 'RedrivePolicy', value: to ?? 'not set' }]
  if (to) return pass(...evidence)
  const summary = `Messages of ${record.topicArn} that Lambda does not accept are lost: the subscription has no dead-letter queue.`
  return { state: 'fail', severity: 'low', summary, evidence }
}

/** SNS does not retry client errors: a function that is gone or refuses SNS loses its messages at once. */
export const subscriptionRedriveMissing = defineCheck({
  id: 'subscription-redrive-missing',
  title: 'Topic subscription without a dead-letter queue',
  group: 'reliability',
  kind: 'topic-subscription',
  severity: 'low',
  severityNote: null,
  why: 'A message that SNS cannot hand to Lambda, because a permission was removed or the function is gone, is dropped at once. The function’s own dead-letter queue never sees it.',
  references: ['https://docs.aws.amazon.com/sns/latest/dg/sns-dead-letter-queues.html'],
  needs: ['topic-subscriptions'],
  elsewhere: ['serverless-rules ES7000', 'cdk-nag SNSRedrivePolicy'],
  risks: ['denial-of-service', 'improper-exception-handling'],
  evaluate,
  remediate: (record) => ({
    text: 'Name a dead-letter queue for the subscription, and let sns.amazonaws.com send to it in the queue’s policy. Put its ARN in the place of QUEUE_ARN.',
    cli: `aws sns set-subscription-attributes ${regionOf(record)} --subscription-arn ${shellWord(record.arn)} --attribute-name RedrivePolicy --attribute-value '{"deadLetterTargetArn":"QUEUE_ARN"}'`,
    cloudformation: properties('AWS::SNS::Subscription', {
      RedrivePolicy: { deadLetterTargetArn: 'QUEUE_ARN' },
    }),
    terraform: argumentsOf('aws_sns_topic_subscription', {
      redrive_policy: code('jsonencode({ deadLetterTargetArn = "QUEUE_ARN" })'),
    }),
  }),
})
