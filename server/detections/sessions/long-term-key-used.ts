import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'

export const longTermKeyUsed = defineDetection({
  kind: 'single',
  group: 'sessions',
  id: 'long-term-key-used',
  title: 'Long-term key used',
  severity: 'low',
  off: 'It is noise where long-term keys are still in use.',
  why: 'Where people have single sign-on and programs have roles, nobody needs a key that never expires. Each one that is still used is one that can leak.',
  sources: ['*'],
  names: ['*'],
  techniques: ['T1078.004'],
  falsePositives: 'Users of programs outside AWS that cannot use roles: put them on the allow-list.',
  response: [
    ASK_ACTOR,
    step(
      'Switch the key off.',
      "aws iam update-access-key --user-name '<user>' --access-key-id '<key>' --status Inactive",
    ),
  ],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html'],
  needs: ['trail-events'],
  elsewhere: ['Panther AWS.CloudTrail.UserAccessKeyAuth'],
  risks: ['leaked-credentials'],
  examples: {
    fires: [example('a key is used', callTo('sts')('GetCallerIdentity'))],
    quiet: [
      example('it is denied', callTo('s3')('ListBuckets', null, { error: 'AccessDenied' })),
      example('a role is used', callTo('s3')('ListBuckets', null, { by: 'role' })),
    ],
  },
  evaluate: (record) => {
    if (record.actorType !== 'user' || record.errorCode !== null || !record.accessKeyId?.startsWith('AKIA'))
      return undefined
    return actMatch(record, {
      of: record.accessKeyId,
      key: record.accessKeyId,
      title: `Long-term key of ${whoIn(record)} used`,
      summary: `${ranIn(record)} with ${record.accessKeyId}.`,
      resources: [record.accessKeyId],
    })
  },
})
