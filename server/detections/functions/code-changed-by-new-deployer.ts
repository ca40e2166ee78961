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
    arn: 'arn:aws:sts::111122223333:assumed-role/search-deploy/run',
    accountId: '111122223333',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        userName: 'search-deploy',
        arn: 'arn:aws:iam::111122223333:role/search-deploy',
      },
    },
  },
}
const deploy = (functionName: string, minute: number, more = {}) =>
  lambda('UpdateFunctionCode20150331v2', { functionName }, { by: 'pipeline', minute, more })

export const codeChangedByNewDeployer = defineDetection({
  kind: 'first-seen',
  group: 'functions',
  id: 'code-changed-by-new-deployer',
  title: "Code changed outside the function's own pipeline",
  severity: 'medium',
  why: 'A function is deployed by the same pipeline each time. Another one that writes its code has reached further than its own service.',
  sources: LAMBDA,
  names: ['UpdateFunctionCode'],
  techniques: ['T1648', 'T1525'],
  falsePositives: 'A service that moves to another repository or pipeline.',
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
  elsewhere: ['Panther AWS.Lambda.UpdateFunctionCode', 'Splunk aws_lambda_updatefunctioncode'],
  risks: ['out-of-band-deployment'],
  learningDays: 14,
  memoryDays: 180,
  learns: 'subject',
  examples: {
    fires: [
      example(
        'the pipeline of another service',
        deploy('orders-api', 0),
        deploy('orders-api', 9 * DAY),
        deploy('orders-api', 15 * DAY, OTHER_PIPELINE),
      ),
    ],
    quiet: [
      example('its own pipeline', deploy('orders-api', 0), deploy('orders-api', 15 * DAY)),
      example(
        'a function that is new',
        deploy('orders-api', 0),
        deploy('search-api', 15 * DAY, OTHER_PIPELINE),
      ),
    ],
  },
  select: (record) =>
    happened(record) && record.functionName !== null && !isByPerson(record) && record.actorType !== 'service'
      ? { subject: `${record.region} ${record.functionName}`, value: principalOf(record) }
      : undefined,
  describe: (record, { value, learnedSince }) =>
    actMatch(record, {
      of: `${record.functionName} ${value}`,
      title: `Code of ${record.functionName} changed by ${whoIn(record)}, which is not its usual pipeline`,
      summary: `${ranIn(record)}. Since ${learnedSince.toISOString().slice(0, 10)} others changed this function's code.`,
    }),
})
