import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { field, responseOf, textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { asText } from '#server/domain/json.ts'
import { IAM, iam } from './iam-source.ts'

const ANSWER = {
  response: { accessKey: { userName: 'alice', accessKeyId: 'AKIAEXAMPLENEW', status: 'Active' } },
}

export const accessKeyCreated = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'access-key-created',
  title: 'Access key created',
  severity: 'low',
  severityNote: 'Info where a pipeline or infrastructure as code did it.',
  why: 'A key of a user works from everywhere until somebody deletes it. Most leaks of credentials are of such keys.',
  sources: IAM,
  names: ['CreateAccessKey'],
  techniques: ['T1098.001'],
  falsePositives: 'The change of a key for a new one.',
  response: [
    ASK_ACTOR,
    step('See the keys of the user and their age.', "aws iam list-access-keys --user-name '<user>'"),
  ],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Splunk aws_detect_permanent_key_creation',
    'Chronicle aws_user_creates_permanent_access_key',
    'Tailpipe iam_access_key_created',
    'Sentinel AWS_UserAccessKeyCreated',
    'Leonidas persistence/add-api-key-to-iam-user',
  ],
  risks: ['leaked-credentials'],
  examples: {
    fires: [example('a user makes a key', iam('CreateAccessKey', null, ANSWER))],
    quiet: [
      example('there are two already', iam('CreateAccessKey', null, { error: 'LimitExceededException' })),
      example(
        'a key is deleted',
        iam('DeleteAccessKey', { userName: 'alice', accessKeyId: 'AKIAEXAMPLEOLD' }),
      ),
    ],
  },
  evaluate: (record) => {
    if (!happened(record)) return undefined
    const answer = field(responseOf(record), 'accessKey')
    const user = asText(field(answer, 'userName')) ?? textOf(record, 'userName') ?? whoIn(record)
    const key = asText(field(answer, 'accessKeyId'))
    return actMatch(record, {
      of: user,
      title: `Access key of ${user} created by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${user} has a new key that does not expire.`,
      resources: [user, ...(key === undefined ? [] : [key])],
      evidence: [{ label: 'Key', value: key ?? 'not recorded' }],
      ...loweredForAutomation(record, 'info'),
    })
  },
})
