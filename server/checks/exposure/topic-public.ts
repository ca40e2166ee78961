import { defineCheck } from '#server/checks/define-check.ts'
import { properties, regionOf } from '#server/checks/remedy.ts'
import { functionsBehind } from '#server/domain/posture/functions-behind.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { TopicRecord } from '#server/domain/records/topic-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { type Danger, judgeSourcePolicy } from './source-policy.ts'
import { notApplicable } from './verdicts.ts'

const DANGERS: Danger[] = [
  { action: 'sns:Publish', harm: 'publish to it, which invokes its functions', severity: 'high' },
  { action: 'sns:Subscribe', harm: 'subscribe to it and read what it says', severity: 'medium' },
  { action: 'sns:SetTopicAttributes', harm: 'change its settings and policy', severity: 'high' },
]

function evaluate(record: TopicRecord, around: Surroundings): Verdict {
  const subscriptions = around.all('topic-subscription', record)
  const verdict = judgeSourcePolicy(`topic ${record.name}`, record.policy, {
    resource: record.arn,
    region: record.region,
    dangers: DANGERS,
  })
  const isLeftAlone = subscriptions.state === 'known' && functionsBehind(record, around).length === 0
  if (verdict.state === 'pass' && isLeftAlone)
    return notApplicable('No function subscribes to it, and strangers do not get in.')
  return verdict
}

/** Source: SNS Developer Guide, "Example cases for Amazon SNS access control". */
export const topicPublic = defineCheck({
  id: 'topic-public',
  title: 'Topic of a function is open to everyone',
  group: 'exposure',
  kind: 'topic',
  severity: 'high',
  severityNote:
    'Medium where strangers may only listen, or get in only by way of an AWS service that they use.',
  alerts: true,
  why: 'Whoever can publish to the topic invokes each function that subscribes to it with any message; whoever can subscribe reads all that it says.',
  references: ['https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html'],
  needs: ['topics', 'topic-subscriptions'],
  elsewhere: ['Prowler sns_topics_not_publicly_accessible', 'Security Hub SNS.4', 'Checkov CKV_AWS_169'],
  risks: ['event-data-injection', 'denial-of-service'],
  alertTitle: (record) => `Topic ${record.name} is open to everyone`,
  evaluate,
  remediate: (record) => ({
    text: 'Read the policy, name the accounts, roles or sources that are meant (aws:SourceArn, aws:SourceOwner, aws:PrincipalOrgID), and set it again. Publishers that are not named are refused from then on.',
    cli: `aws sns get-topic-attributes ${regionOf(record)} --topic-arn ${shellWord(record.arn)} --query Attributes.Policy`,
    cloudformation: properties('AWS::SNS::TopicPolicy', {
      Topics: [record.arn],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: record.accountId },
            Action: 'sns:Publish',
            Resource: record.arn,
          },
        ],
      },
    }),
    terraform: null,
  }),
})
