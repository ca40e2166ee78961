import { z } from 'zod'
import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example, repeated } from '#server/detections/example-call.ts'
import { actMatch, brief, whoIn } from '#server/detections/facts/act-match.ts'
import { isThroughService } from '#server/detections/facts/by-aws.ts'
import { functionBehind } from '#server/detections/facts/by-function.ts'
import { callerOf } from '#server/detections/facts/caller.ts'
import { isDenied } from '#server/detections/facts/denied.ts'
import { ASK_ACTOR, FOLLOW_SESSION } from '#server/detections/facts/response-steps.ts'

const parameters = z.object({
  calls: z.number().int().min(2).max(10_000).default(20).describe('Denied calls'),
  minutes: z.number().int().min(1).max(1440).default(10).describe('Minutes in which they are made'),
})

const tried = (index: number) =>
  callTo(['ec2', 's3', 'dynamodb', 'rds', 'ssm'][index % 5] ?? 'ec2')(`Describe${index}`, null, {
    error: 'AccessDenied',
    minute: index / 10,
  })

export const callsDenied = defineDetection({
  kind: 'threshold',
  group: 'sessions',
  id: 'calls-denied',
  title: 'Many calls denied within minutes',
  severity: 'low',
  severityNote:
    'Medium where the denied calls are of ten kinds or more; for the roles of functions see function-denied.',
  why: 'Who holds a key and does not know what it opens tries it out. Programs that work are seldom denied, so here the denials are the signal.',
  sources: ['*'],
  names: ['*'],
  techniques: ['T1580', 'T1526'],
  falsePositives: 'Programs that lack a right and try again; put them right or on the allow-list.',
  response: [ASK_ACTOR, FOLLOW_SESSION],
  references: ['https://attack.mitre.org/techniques/T1580/'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.CloudTrail.UnauthorizedAPICall',
    'Splunk aws_excessive_security_scanning',
    'Elastic ml_cloudtrail_error_message_spike',
  ],
  risks: ['leaked-credentials', 'over-privileged-roles'],
  parameters,
  examples: {
    fires: [example('25 denials', ...repeated(25, (index) => tried(index % 3)))],
    quiet: [
      example('five denials', ...repeated(5, tried)),
      example(
        '25 that fail otherwise',
        ...repeated(25, (index) => ({ ...tried(index % 3), error: 'ResourceNotFoundException' })),
      ),
    ],
  },
  select: (record) =>
    isDenied(record) && record.actorArn && !isThroughService(record) ? { key: callerOf(record) } : undefined,
  limit: ({ calls, minutes }) => ({ count: calls, windowMs: minutes * 60_000 }),
  describe: (record, { count }, context) =>
    actMatch(record, {
      of: 'denied',
      key: callerOf(record),
      functionName: functionBehind(record, context) ?? null,
      title: `${whoIn(record)} was denied ${count} calls`,
      summary: `${count} calls of ${whoIn(record)} were denied within minutes, the last ${brief(record.eventName, 80)}.`,
      evidence: [{ label: 'Last refusal', value: record.errorMessage ?? record.errorCode ?? '' }],
    }),
})
