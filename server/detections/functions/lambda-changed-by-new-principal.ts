import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, principalOf, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { ASK_ACTOR, FOLLOW_SESSION } from '#server/detections/facts/response-steps.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

const DAY = 24 * 60
const change = (
  by: 'user' | 'role' | 'pipeline',
  minute: number,
  name = 'UpdateFunctionConfiguration20150331v2',
) => lambda(name, { functionName: 'orders-api' }, { by, minute })

export const lambdaChangedByNewPrincipal = defineDetection({
  kind: 'first-seen',
  group: 'functions',
  id: 'lambda-changed-by-new-principal',
  title: 'Functions changed by a principal that never did',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it; code has detections of its own.',
  why: 'Few principals deploy, and they are the same ones every week. A new one is a new pipeline, or somebody who found rights that nobody uses.',
  sources: LAMBDA,
  names: [
    'AddPermission',
    'CreateEventSourceMapping',
    'CreateFunction',
    'CreateFunctionUrlConfig',
    'DeleteFunction',
    'PutFunctionEventInvokeConfig',
    'RemovePermission',
    'UpdateAlias',
    'UpdateEventSourceMapping',
    'UpdateFunctionConfiguration',
    'UpdateFunctionUrlConfig',
  ],
  techniques: ['T1525', 'T1078.004'],
  falsePositives: 'New pipelines and new colleagues.',
  response: [ASK_ACTOR, FOLLOW_SESSION],
  references: ['https://attack.mitre.org/techniques/T1078/004/'],
  needs: ['trail-events'],
  elsewhere: ['Panther AWS.LAMBDA.CRUD'],
  risks: ['out-of-band-deployment', 'over-privileged-roles'],
  learningDays: 14,
  memoryDays: 90,
  learns: 'account',
  examples: {
    fires: [
      example(
        'after two weeks of one pipeline, a user',
        change('pipeline', 0),
        change('pipeline', 10 * DAY),
        change('user', 15 * DAY),
      ),
    ],
    quiet: [
      example('the account is not known for long enough', change('pipeline', 0), change('user', 3 * DAY)),
      example('the same pipeline', change('pipeline', 0), change('pipeline', 15 * DAY)),
      example('a new principal is denied', change('pipeline', 0), {
        ...change('user', 15 * DAY),
        error: 'AccessDenied',
      }),
    ],
  },
  select: (record) =>
    happened(record) && record.actorType !== 'service'
      ? { subject: principalOf(record), value: 'changes functions' }
      : undefined,
  describe: (record, { subject, learnedSince }) =>
    actMatch(record, {
      of: subject,
      key: subject,
      title: `${record.functionName ?? 'A function'} changed by ${whoIn(record)}, which never changed one before`,
      summary: `${ranIn(record)}. It changed no function since ${learnedSince.toISOString().slice(0, 10)}.`,
      ...loweredForAutomation(record, 'low'),
    }),
})
