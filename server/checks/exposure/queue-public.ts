import { defineCheck } from '#server/checks/define-check.ts'
import { properties, regionOf } from '#server/checks/remedy.ts'
import { parseArn } from '#server/domain/arn.ts'
import type { EventSourceRecord } from '#server/domain/records/event-source-record.ts'
import { shellWord } from '#server/domain/text.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { type Danger, judgeSourcePolicy } from './source-policy.ts'
import { notApplicable, unknown } from './verdicts.ts'

const DANGERS: Danger[] = [
  { action: 'sqs:SendMessage', harm: 'send it messages, which the function then handles', severity: 'high' },
  { action: 'sqs:ReceiveMessage', harm: 'read its messages', severity: 'high' },
  { action: 'sqs:DeleteMessage', harm: 'delete its messages', severity: 'high' },
  { action: 'sqs:PurgeQueue', harm: 'empty it', severity: 'high' },
  { action: 'sqs:SetQueueAttributes', harm: 'change its settings', severity: 'high' },
]

function evaluate(record: EventSourceRecord): Verdict {
  if (record.sourceType !== 'sqs') return notApplicable('It is no queue.')
  if (record.exists.state === 'known' && !record.exists.value) return notApplicable('There is no such queue.')
  if (record.exists.state === 'denied') return unknown(`The queue: ${record.exists.permission} was denied.`)
  return judgeSourcePolicy(`queue ${record.name}`, record.policy, {
    resource: record.arn,
    region: record.region,
    dangers: DANGERS,
  })
}

/** The address of a queue, as commands want it. */
export function queueUrl(arn: string): string {
  const parts = parseArn(arn)
  const suffix = parts?.partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com'
  return `https://sqs.${parts?.region}.${suffix}/${parts?.accountId}/${parts?.resource}`
}

/** Source: SQS Developer Guide, "Identity and access management in Amazon SQS". */
export const queuePublic = defineCheck({
  id: 'queue-public',
  title: 'Queue of a function is open to everyone',
  group: 'exposure',
  kind: 'event-source',
  severity: 'high',
  severityNote: 'Medium where strangers get in only by way of an AWS service that they use.',
  alerts: true,
  why: 'Whoever can write to the queue invokes the function behind it with any message; whoever can read from it takes its events away.',
  references: [
    'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html',
  ],
  needs: ['event-sources'],
  elsewhere: [
    'Prowler sqs_queues_not_publicly_accessible',
    'Security Hub SQS.3',
    'Checkov CKV_AWS_168',
    'Checkov CKV_AWS_387',
  ],
  risks: ['event-data-injection', 'denial-of-service'],
  alertTitle: (record) => `Queue ${record.name} is open to everyone`,
  evaluate,
  remediate: (record) => ({
    text: 'Read the policy, name the accounts, roles or sources that are meant (aws:SourceArn, aws:PrincipalOrgID), and set it again. Senders that are not named are refused from then on.',
    cli: `aws sqs get-queue-attributes ${regionOf(record)} --queue-url ${shellWord(queueUrl(record.arn))} --attribute-names Policy`,
    cloudformation: properties('AWS::SQS::QueuePolicy', {
      Queues: [queueUrl(record.arn)],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: record.accountId },
            Action: 'sqs:SendMessage',
            Resource: record.arn,
          },
        ],
      },
    }),
    terraform: null,
  }),
})
