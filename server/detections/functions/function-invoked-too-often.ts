import { z } from 'zod'
import { defineDetection } from '#server/detections/define-detection.ts'
import { example, repeated } from '#server/detections/example-call.ts'
import { actMatch, principalOf, whoIn } from '#server/detections/facts/act-match.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { HOUR_MS } from '#server/domain/time.ts'
import { INVOCATIONS, invocation, invokedDirectly } from './invocation.ts'
import { LAMBDA } from './lambda-source.ts'

export const functionInvokedTooOften = defineDetection({
  kind: 'rate',
  group: 'functions',
  id: 'function-invoked-too-often',
  title: 'Function invoked far more often than usual',
  severity: 'medium',
  why: 'One principal invokes one function many times as often as in the days before. That is a loop, a load test, or somebody who runs up the bill or goes through data.',
  sources: LAMBDA,
  names: INVOCATIONS,
  techniques: ['T1496', 'T1499'],
  falsePositives: 'Campaigns and load tests.',
  parameters: z.object({
    invocations: z
      .int()
      .min(10)
      .max(10_000_000)
      .default(1000)
      .describe('Invocations in an hour, at the least'),
    factor: z.number().min(1.5).max(1000).default(5).describe('How many times as many as in the usual hour'),
    days: z.int().min(1).max(30).default(7).describe('Days that the usual is taken from'),
  }),
  response: [
    ASK_ACTOR,
    FOLLOW_SESSION,
    step(
      'To hold it, cap the concurrency of the function.',
      'aws lambda put-function-concurrency --function-name <name> --reserved-concurrent-executions 5',
    ),
  ],
  references: ['https://attack.mitre.org/techniques/T1496/'],
  needs: ['trail-events'],
  elsewhere: ['Elastic impact_lambda_high_frequency_invocation'],
  risks: ['denial-of-service'],
  examples: {
    fires: [
      example(
        'a thousand in an hour, after a quiet week',
        invocation({ by: 'role', minute: 0 }),
        ...repeated(1000, (i) => invocation({ by: 'role', minute: 8 * 24 * 60 + i / 20 })),
      ),
    ],
    quiet: [
      example(
        'a few hundred',
        invocation({ by: 'role', minute: 0 }),
        ...repeated(300, (i) => invocation({ by: 'role', minute: 8 * 24 * 60 + i / 20 })),
      ),
      example(
        'by a service that triggers it',
        invocation({ by: 'service', minute: 0 }),
        ...repeated(1000, (i) => invocation({ by: 'service', minute: 8 * 24 * 60 + i / 20 })),
      ),
    ],
  },
  select: (record) => {
    const name = invokedDirectly(record)
    return name === undefined ? undefined : { key: `${record.region} ${name} ${principalOf(record)}` }
  },
  limit: ({ invocations, factor, days }) => ({ minimum: invocations, factor, baselineDays: days }),
  describe: (record, { count, usualPerHour, startedAt, lastAt }) => {
    const minutes = Math.max(1, Math.round((lastAt.getTime() - startedAt.getTime()) / (HOUR_MS / 60)))
    return actMatch(record, {
      of: `${record.functionName} ${principalOf(record)}`,
      key: `${record.functionName} ${principalOf(record)}`,
      region: record.region,
      title: `${record.functionName} invoked ${count} times by ${whoIn(record)}`,
      summary: `${whoIn(record)} invoked ${record.functionName} ${count} times within ${minutes} minutes; usual is ${Math.round(usualPerHour)} an hour.`,
    })
  },
})
