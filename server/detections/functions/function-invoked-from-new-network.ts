import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, principalOf, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { networkOf } from '#server/detections/facts/network.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { INVOCATIONS, invocation, invokedDirectly } from './invocation.ts'
import { LAMBDA } from './lambda-source.ts'

const DAY = 24 * 60

export const functionInvokedFromNewNetwork = defineDetection({
  kind: 'first-seen',
  group: 'functions',
  id: 'function-invoked-from-new-network',
  title: 'Function invoked from a network not seen before',
  severity: 'medium',
  severityNote: 'Low for people, who travel.',
  why: 'A caller that always called from one place calls from another. Its key may be in the hands of somebody else.',
  sources: LAMBDA,
  names: INVOCATIONS,
  techniques: ['T1648', 'T1078.004'],
  falsePositives: 'Callers that move to another network or provider.',
  response: [
    ASK_ACTOR,
    FOLLOW_SESSION,
    step(
      'See when the key was last used, and where.',
      "aws iam get-access-key-last-used --access-key-id '<key>'",
    ),
  ],
  references: ['https://attack.mitre.org/techniques/T1078/004/'],
  needs: ['trail-events'],
  elsewhere: ['Elastic execution_lambda_function_invoked_from_unusual_source_asn'],
  risks: ['leaked-credentials', 'broken-authentication'],
  learningDays: 14,
  memoryDays: 90,
  learns: 'subject',
  examples: {
    fires: [
      example(
        'a key calls from elsewhere',
        invocation({ minute: 0 }),
        invocation({ minute: 9 * DAY }),
        invocation({ minute: 15 * DAY, ip: '203.0.113.9' }),
      ),
    ],
    quiet: [
      example(
        'the same network',
        invocation({ minute: 0 }),
        invocation({ minute: 15 * DAY, ip: '198.51.7.7' }),
      ),
      example(
        'an address inside the VPC',
        invocation({ minute: 0 }),
        invocation({ minute: 15 * DAY, ip: '10.0.3.7' }),
      ),
      example(
        'a caller that is not known for long enough',
        invocation({ minute: 0 }),
        invocation({ minute: 3 * DAY, ip: '203.0.113.9' }),
      ),
    ],
  },
  select: (record) => {
    const network = invokedDirectly(record) === undefined ? undefined : networkOf(record.sourceIp)
    return network === undefined ? undefined : { subject: principalOf(record), value: network }
  },
  describe: (record, { subject, value, learnedSince }) =>
    actMatch(record, {
      of: `${subject} ${value}`,
      key: `${subject} ${value}`,
      title: `${record.functionName} invoked by ${whoIn(record)} from a new network`,
      summary: `${ranIn(record)} from ${value}, where it did not call from since ${learnedSince.toISOString().slice(0, 10)}.`,
      evidence: [{ label: 'Network', value }],
      ...(record.actorArn.includes(':assumed-role/AWSReservedSSO_') || record.tool === 'console'
        ? { severity: 'low', severityNote: 'It is a person, and people travel.' }
        : {}),
    }),
})
