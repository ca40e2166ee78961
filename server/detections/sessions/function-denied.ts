import { z } from 'zod'
import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example, repeated } from '#server/detections/example-call.ts'
import { actMatch, brief } from '#server/detections/facts/act-match.ts'
import { functionBehind } from '#server/detections/facts/by-function.ts'
import { isDenied } from '#server/detections/facts/denied.ts'
import { FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'

const parameters = z.object({
  calls: z.number().int().min(2).max(100).default(3).describe('Different calls that are denied'),
  minutes: z.number().int().min(1).max(1440).default(60).describe('Minutes in which they are made'),
})

const tried = (index: number) => callTo('s3')(`Get${index}`, null, { by: 'function', error: 'AccessDenied' })

export const functionDenied = defineDetection({
  kind: 'threshold',
  group: 'sessions',
  id: 'function-denied',
  title: 'A function is denied what it never asked for',
  severity: 'medium',
  why: 'Its code calls the same few actions every day and may do them. Three different denials within an hour are a deployment that forgot a right, or somebody with its credentials.',
  sources: ['*'],
  names: ['*'],
  techniques: ['T1078.004', 'T1580'],
  falsePositives: 'Deployments that forgot a right.',
  response: [step('See whether the function was deployed just before, on its page.'), FOLLOW_SESSION],
  references: ['https://attack.mitre.org/techniques/T1580/'],
  needs: ['trail-events'],
  elsewhere: ['Elastic ml_cloudtrail_error_message_spike'],
  risks: ['leaked-credentials', 'over-privileged-roles', 'event-data-injection'],
  parameters,
  examples: {
    fires: [example('a function is denied three calls', ...repeated(3, tried))],
    quiet: [
      example('the same call', ...repeated(6, () => tried(1))),
      example('a user', ...repeated(3, (index) => ({ ...tried(index), by: 'user' as const }))),
    ],
  },
  select: (record, context) => {
    const name = isDenied(record) ? functionBehind(record, context) : undefined
    return name
      ? {
          key: `${name} ${record.roleArn ?? ''}`,
          value: `${record.eventSource.split('.')[0]}:${record.eventName}`,
        }
      : undefined
  },
  limit: ({ calls, minutes }) => ({ count: calls, windowMs: minutes * 60_000 }),
  describe: (record, { values }, context) => {
    const name = functionBehind(record, context) ?? 'a function'
    return actMatch(record, {
      of: name,
      key: name,
      functionName: name,
      title: `${name} was denied ${values.length} different calls`,
      summary: `The role of ${name} was denied ${brief(values.join(', '), 400)}.`,
      resources: record.roleArn ? [record.roleArn] : [],
      evidence: [{ label: 'Denied calls', value: values.join(', ') }],
    })
  },
})
