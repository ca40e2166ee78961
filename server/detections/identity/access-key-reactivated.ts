import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { IAM, iam } from './iam-source.ts'

const set = (status: string, more = {}) =>
  iam('UpdateAccessKey', { userName: 'backup', accessKeyId: 'AKIAEXAMPLEOLD', status }, more)

export const accessKeyReactivated = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'access-key-reactivated',
  title: 'Access key switched on again',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'Keys are switched off because they are old or because they leaked. One that works again is a way in that nobody counts any more.',
  sources: IAM,
  names: ['UpdateAccessKey'],
  techniques: ['T1098.001', 'T1078.004'],
  falsePositives: 'A key that was switched off too soon.',
  response: [
    ASK_ACTOR,
    FOLLOW_SESSION,
    step(
      'To switch it off again, name it.',
      "aws iam update-access-key --user-name '<user>' --access-key-id '<key>' --status Inactive",
    ),
  ],
  references: ['https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateAccessKey.html'],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['leaked-credentials'],
  examples: {
    fires: [example('a person switches a key on', set('Active'))],
    quiet: [
      example('it is switched off', set('Inactive')),
      example('it is denied', set('Active', { error: 'AccessDenied' })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || textOf(record, 'status') !== 'Active') return undefined
    const user = textOf(record, 'userName') ?? whoIn(record)
    const key = textOf(record, 'accessKeyId') ?? 'a key'
    return actMatch(record, {
      of: `${user} ${key}`,
      title: `Access key of ${user} switched on by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${key} of ${user} works again.`,
      resources: [user, key],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
