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
  calls: z.number().int().min(2).max(100).default(8).describe('Different calls that are denied'),
  minutes: z.number().int().min(1).max(1440).default(15).describe('Minutes in which they are made'),
})

const tried = (index: number) =>
  callTo(['ec2', 's3', 'dynamodb', 'rds', 'ssm'][index % 5] ?? 'ec2')(`Describe${index}`, null, {
    error: 'AccessDenied',
    minute: index / 10,
  })

export const callsDeniedOfManyKinds = defineDetection({
  kind: 'threshold',
  group: 'sessions',
  id: 'calls-denied-of-many-kinds',
  title: 'Denied calls of many kinds',
  severity: 'medium',
  why: 'A program that lacks a right is denied the same call. Eight different ones within minutes are somebody who tries what is possible.',
  sources: ['*'],
  names: ['*'],
  techniques: ['T1580', 'T1526', 'T1087.004'],
  falsePositives: 'People who open the console with a role that may do little: the console is left out.',
  response: [ASK_ACTOR, FOLLOW_SESSION],
  references: ['https://attack.mitre.org/techniques/T1526/'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.CloudTrail.UnauthorizedAPICall',
    'Elastic ml_cloudtrail_error_message_spike',
    'Leonidas discovery/enumerate-iam-users',
  ],
  risks: ['leaked-credentials', 'over-privileged-roles'],
  parameters,
  examples: {
    fires: [example('a key is tried out', ...repeated(9, tried))],
    quiet: [
      example('one call again and again', ...repeated(20, () => tried(1))),
      example('the console', ...repeated(9, (index) => ({ ...tried(index), by: 'console' as const }))),
    ],
  },
  select: (record) =>
    isDenied(record) && record.actorArn && record.tool !== 'console' && !isThroughService(record)
      ? { key: callerOf(record), value: `${record.eventSource.split('.')[0]}:${record.eventName}` }
      : undefined,
  limit: ({ calls, minutes }) => ({ count: calls, windowMs: minutes * 60_000 }),
  describe: (record, { count, values }, context) =>
    actMatch(record, {
      of: 'denied',
      key: callerOf(record),
      functionName: functionBehind(record, context) ?? null,
      title: `${whoIn(record)} was denied ${count} different calls`,
      summary: `${brief(values.join(', '), 400)} were denied to ${whoIn(record)} within minutes.`,
      evidence: [{ label: 'Denied calls', value: values.join(', ') }],
    }),
})
