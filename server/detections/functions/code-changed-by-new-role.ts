import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, principalOf, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByPerson } from '#server/detections/facts/by-person.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { LAMBDA, lambda } from './lambda-source.ts'

const DAY = 24 * 60
const OTHER_PIPELINE = {
  userIdentity: {
    type: 'AssumedRole',
    arn: 'arn:aws:sts::111122223333:assumed-role/legacy-deploy/run',
    accountId: '111122223333',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        userName: 'legacy-deploy',
        arn: 'arn:aws:iam::111122223333:role/legacy-deploy',
      },
    },
  },
}
const deploy = (minute: number, more = {}) =>
  lambda('UpdateFunctionCode20150331v2', { functionName: 'orders-api' }, { by: 'pipeline', minute, more })

export const codeChangedByNewRole = defineDetection({
  kind: 'first-seen',
  group: 'functions',
  id: 'code-changed-by-new-role',
  title: 'Code changed by a role that never did',
  severity: 'medium',
  why: 'It looks like a pipeline, but not like one that deployed here before. Whoever can pass for a pipeline goes past every rule that is about people.',
  sources: LAMBDA,
  names: ['UpdateFunctionCode'],
  techniques: ['T1648', 'T1525', 'T1078.004'],
  falsePositives: 'New pipelines.',
  response: [
    ASK_ACTOR,
    FOLLOW_SESSION,
    step(
      'Compare what runs now with the last release.',
      "aws lambda get-function-configuration --function-name <name> --query '[CodeSha256,LastModified]'",
    ),
  ],
  references: ['https://attack.mitre.org/techniques/T1525/'],
  needs: ['trail-events'],
  elsewhere: ['Panther AWS.LAMBDA.CRUD'],
  risks: ['out-of-band-deployment'],
  learningDays: 14,
  memoryDays: 90,
  learns: 'account',
  examples: {
    fires: [
      example(
        'after two weeks, another pipeline',
        deploy(0),
        deploy(7 * DAY),
        deploy(15 * DAY, OTHER_PIPELINE),
      ),
    ],
    quiet: [
      example('the same pipeline', deploy(0), deploy(15 * DAY)),
      example('another one, while the account is learned', deploy(0), deploy(2 * DAY, OTHER_PIPELINE)),
    ],
  },
  select: (record) =>
    happened(record) && record.functionName !== null && !isByPerson(record) && record.actorType !== 'service'
      ? { subject: principalOf(record), value: 'changes code' }
      : undefined,
  describe: (record, { subject, learnedSince }) =>
    actMatch(record, {
      of: subject,
      key: subject,
      title: `Code of ${record.functionName} changed by ${whoIn(record)}, which never changed code before`,
      summary: `${ranIn(record)}. It changed no code since ${learnedSince.toISOString().slice(0, 10)}.`,
    }),
})
