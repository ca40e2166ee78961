import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, whoIn } from '#server/detections/facts/act-match.ts'
import { isByPerson } from '#server/detections/facts/by-person.ts'
import { happened } from '#server/detections/facts/happened.ts'
import {
  ASK_ACTOR,
  FOLLOW_SESSION,
  SEE_CONFIGURATION,
  step,
} from '#server/detections/facts/response-steps.ts'
import { HOUR_MS } from '#server/domain/time.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { invocation } from './invocation.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

const NEW = { functionName: 'orders-api', role: 'arn:aws:iam::111122223333:role/admin' }
const REACHING = new Set(['AddPermission', 'CreateEventSourceMapping', 'CreateFunctionUrlConfig', 'Invoke'])

function keyOf(record: TrailRecord): string | undefined {
  if (!happened(record) || record.functionName === null || !isByPerson(record)) return undefined
  return `${record.region} ${record.functionName} ${record.actorArn}`
}

export const functionMadeAndReached = defineDetection({
  kind: 'sequence',
  group: 'functions',
  id: 'function-made-and-reached',
  title: 'Function made by a person and put to use at once',
  severity: 'medium',
  why: 'To use a role that one cannot assume, it is enough to pass it to a new function and to run that. The steps follow within minutes, and none of them looks bad alone.',
  sources: LAMBDA,
  names: ['CreateFunction', ...REACHING],
  techniques: ['T1648', 'T1548.005', 'T1098.003'],
  falsePositives: 'Engineers who try something out in the console of an account for development.',
  response: [
    ASK_ACTOR,
    FOLLOW_SESSION,
    SEE_CONFIGURATION,
    step(
      'See what the role that was passed may do.',
      "aws iam list-attached-role-policies --role-name '<role>'",
    ),
  ],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html'],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['over-privileged-roles', 'ungoverned-assets'],
  windowMs: HOUR_MS,
  steps: [
    {
      title: 'a person makes a function',
      select: (record) => (record.eventName === 'CreateFunction' ? keyOf(record) : undefined),
    },
    {
      title: 'the same person invokes it, or lets something do so',
      select: (record) => (REACHING.has(record.eventName) ? keyOf(record) : undefined),
    },
  ],
  examples: {
    fires: [
      example('made and invoked', lambda('CreateFunction20150331', NEW), invocation({ minute: 3 })),
      example(
        'made and given a URL',
        lambda('CreateFunction20150331', NEW),
        lambda('CreateFunctionUrlConfig', { functionName: 'orders-api', authType: 'AWS_IAM' }, { minute: 5 }),
      ),
    ],
    quiet: [
      example('only made', lambda('CreateFunction20150331', NEW)),
      example(
        'the pipeline makes it with its trigger',
        lambda('CreateFunction20150331', NEW, { by: 'pipeline' }),
        lambda(
          'CreateFunctionUrlConfig',
          { functionName: 'orders-api', authType: 'AWS_IAM' },
          { by: 'pipeline', minute: 1 },
        ),
      ),
      example(
        'another one is invoked',
        lambda('CreateFunction20150331', NEW),
        invocation({ minute: 3 }, 'search-api'),
      ),
    ],
  },
  describe: (record) =>
    actMatch(record, {
      of: record.functionName ?? 'a function',
      region: record.region,
      title: `${record.functionName} made and put to use by ${whoIn(record)}`,
      summary: `${whoIn(record)} made ${record.functionName} and ran ${record.eventName} on it within the hour.`,
    }),
})
