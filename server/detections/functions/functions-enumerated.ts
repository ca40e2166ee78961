import { z } from 'zod'
import { defineDetection } from '#server/detections/define-detection.ts'
import { example, repeated } from '#server/detections/example-call.ts'
import { actMatch, principalOf, whoIn } from '#server/detections/facts/act-match.ts'
import { isThroughService } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { ASK_ACTOR, FOLLOW_SESSION } from '#server/detections/facts/response-steps.ts'
import { isOwnRead } from '#server/domain/trail/own-agent.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

const read = (index: number, more = {}) =>
  lambda('GetFunction20150331v2', { functionName: `orders-${index}` }, { minute: index / 4, ...more })

export const functionsEnumerated = defineDetection({
  kind: 'threshold',
  group: 'functions',
  id: 'functions-enumerated',
  title: 'Many functions read one by one',
  severity: 'low',
  why: 'GetFunction answers with an address to download the code from, and with the environment variables. Whoever goes through function after function looks for secrets and for a role to take over.',
  sources: LAMBDA,
  names: ['GetFunction', 'GetFunctionConfiguration', 'GetPolicy'],
  techniques: ['T1526', 'T1552.001'],
  falsePositives:
    'Posture scanners: put their roles on the allow-list. The console is left out, and what Sightline reads.',
  parameters: z.object({
    functions: z
      .int()
      .min(3)
      .max(10_000)
      .default(25)
      .describe('Different functions that one principal reads'),
    minutes: z.int().min(1).max(1440).default(30).describe('Minutes within which they are read'),
  }),
  response: [ASK_ACTOR, FOLLOW_SESSION],
  references: ['https://attack.mitre.org/techniques/T1526/'],
  needs: ['trail-events'],
  elsewhere: [
    'TrailDiscover Lambda/GetFunction20150331v2',
    'TrailDiscover Lambda/GetFunctionConfiguration20150331v2',
  ],
  risks: ['insecure-secrets', 'leaked-credentials'],
  examples: {
    fires: [example('twenty-five within minutes', ...repeated(25, (i) => read(i)))],
    quiet: [
      example('a dozen', ...repeated(12, (i) => read(i))),
      example('the same one again', ...repeated(30, (i) => ({ ...read(0), minute: i / 4 }))),
      example('a person looks through the console', ...repeated(30, (i) => read(i, { by: 'console' }))),
    ],
  },
  select: (record) =>
    happened(record) &&
    record.functionName !== null &&
    record.tool !== 'console' &&
    !isThroughService(record) &&
    !isOwnRead(record)
      ? { key: principalOf(record), value: record.functionName }
      : undefined,
  limit: ({ functions, minutes }) => ({ count: functions, windowMs: minutes * 60_000 }),
  describe: (record, { count, values }) =>
    actMatch(record, {
      of: 'functions',
      key: principalOf(record),
      functionName: null,
      title: `${count} functions read one by one by ${whoIn(record)}`,
      summary: `${whoIn(record)} read the code or configuration of ${count} functions: ${values.slice(0, 10).join(', ')}.`,
      resources: values.slice(0, 50),
    }),
})
