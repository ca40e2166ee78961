import { z } from 'zod'
import { defineDetection } from '#server/detections/define-detection.ts'
import { example, repeated } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

const remove = (name: string, minute: number) =>
  lambda('DeleteFunction20150331', { functionName: name }, { minute })

export const functionsDeleted = defineDetection({
  kind: 'threshold',
  group: 'functions',
  id: 'functions-deleted',
  title: 'Many functions deleted',
  severity: 'high',
  severityNote: 'Low where a pipeline or infrastructure as code did it, as when a stack is removed.',
  why: 'One actor took several functions away within minutes. That is how an intruder destroys, or how a script with a wrong filter does.',
  sources: LAMBDA,
  names: ['DeleteFunction'],
  techniques: ['T1485', 'T1489'],
  falsePositives: 'Clearing out an environment by hand.',
  parameters: z.object({
    functions: z.int().min(2).max(1000).default(5).describe('Different functions that one actor deletes'),
    minutes: z.int().min(1).max(1440).default(15).describe('Minutes within which they are deleted'),
  }),
  response: [
    ASK_ACTOR,
    FOLLOW_SESSION,
    step(
      'Until that is clear, take the rights away from the session.',
      "aws iam put-role-policy --role-name '<role>' --policy-name RevokeOlderSessions --policy-document file://revoke.json",
    ),
  ],
  references: ['https://attack.mitre.org/techniques/T1485/'],
  needs: ['trail-events'],
  elsewhere: ['Elastic impact_lambda_function_deleted'],
  risks: ['denial-of-service'],
  examples: {
    fires: [example('five within five minutes', ...repeated(5, (i) => remove(`orders-${i}`, i)))],
    quiet: [
      example('four', ...repeated(4, (i) => remove(`orders-${i}`, i))),
      example('the same one again', ...repeated(6, (i) => remove('orders-api', i))),
      example('five in two hours', ...repeated(5, (i) => remove(`orders-${i}`, i * 30))),
    ],
  },
  select: (record) =>
    happened(record) && record.functionName !== null && !textOf(record, 'qualifier')
      ? { key: record.actorArn, value: record.functionName }
      : undefined,
  limit: ({ functions, minutes }) => ({ count: functions, windowMs: minutes * 60_000 }),
  describe: (record, { count, values }) =>
    actMatch(record, {
      of: 'functions',
      functionName: null,
      title: `${count} functions deleted by ${whoIn(record)}`,
      summary: `${ranIn(record)} for ${count} functions: ${values.slice(0, 10).join(', ')}.`,
      resources: values.slice(0, 50),
      ...loweredForAutomation(record, 'low'),
    }),
})
