import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, principalOf, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { ASK_ACTOR, FOLLOW_SESSION, SEE_FUNCTION_POLICY } from '#server/detections/facts/response-steps.ts'
import { INVOCATIONS, invocation, invokedDirectly } from './invocation.ts'
import { LAMBDA } from './lambda-source.ts'

const DAY = 24 * 60

export const functionInvokedByNewPrincipal = defineDetection({
  kind: 'first-seen',
  group: 'functions',
  id: 'function-invoked-by-new-principal',
  title: 'Function invoked by a principal that never did',
  severity: 'medium',
  why: 'The callers of a function change seldom. A new one may use the rights of the function, which are often more than its own.',
  sources: LAMBDA,
  names: INVOCATIONS,
  techniques: ['T1648', 'T1078.004'],
  falsePositives: 'New callers, and engineers who try a function by hand.',
  response: [ASK_ACTOR, FOLLOW_SESSION, SEE_FUNCTION_POLICY],
  references: ['https://attack.mitre.org/techniques/T1648/'],
  needs: ['trail-events'],
  elsewhere: [
    'Elastic execution_lambda_function_invoked_by_unusual_principal',
    'TrailDiscover Lambda/Invoke',
  ],
  risks: ['broken-authentication', 'over-privileged-roles'],
  learningDays: 14,
  memoryDays: 90,
  learns: 'subject',
  examples: {
    fires: [
      example(
        'after two weeks of one caller, another',
        invocation({ by: 'role', minute: 0 }),
        invocation({ by: 'role', minute: 10 * DAY }),
        invocation({ by: 'user', minute: 15 * DAY }),
      ),
    ],
    quiet: [
      example(
        'the same caller',
        invocation({ by: 'role', minute: 0 }),
        invocation({ by: 'role', minute: 15 * DAY }),
      ),
      example(
        'the first invocations of a new function',
        invocation({ by: 'role', minute: 0 }),
        invocation({ by: 'user', minute: 15 * DAY }, 'search-api'),
      ),
      example(
        'a service that triggers it',
        invocation({ by: 'role', minute: 0 }),
        invocation({ by: 'service', minute: 15 * DAY }),
      ),
    ],
  },
  select: (record) => {
    const name = invokedDirectly(record)
    return name === undefined
      ? undefined
      : { subject: `${record.region} ${name}`, value: principalOf(record) }
  },
  describe: (record, { value, learnedSince }) =>
    actMatch(record, {
      of: `${record.functionName} ${value}`,
      key: `${record.functionName} ${value}`,
      title: `${record.functionName} invoked by ${whoIn(record)}, which never did before`,
      summary: `${ranIn(record)}. Since ${learnedSince.toISOString().slice(0, 10)} only others invoked ${record.functionName}.`,
    }),
})
