import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isThroughService } from '#server/detections/facts/by-aws.ts'
import { DAY, dayOf } from '#server/detections/facts/days.ts'
import { networkOf } from '#server/detections/facts/network.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'

const use = (minute: number, ip = '198.51.100.7') => callTo('s3')('ListBuckets', null, { minute, ip })

export const accessKeyNewNetwork = defineDetection({
  kind: 'first-seen',
  group: 'sessions',
  id: 'access-key-new-network',
  title: 'Long-term key used from a new network',
  severity: 'medium',
  why: 'A long-term key sits in one place and is used from there. Used from elsewhere, it was copied: it works for whoever has it, until somebody switches it off.',
  sources: ['*'],
  names: ['*'],
  techniques: ['T1078.004', 'T1552.001'],
  falsePositives: 'People who travel with a key; servers that move.',
  response: [
    step(
      'Switch the key off.',
      "aws iam update-access-key --user-name '<user>' --access-key-id '<key>' --status Inactive",
    ),
    ASK_ACTOR,
    FOLLOW_SESSION,
  ],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Elastic credential_access_iam_long_term_access_key_first_seen_from_source_ip',
    'Elastic credential_access_iam_long_term_access_key_correlated_with_elevated_detection_alerts',
  ],
  risks: ['leaked-credentials', 'insecure-secrets'],
  learningDays: 14,
  memoryDays: 60,
  learns: 'subject',
  examples: {
    fires: [
      example('after two weeks, from somewhere else', use(0), use(10 * DAY), use(15 * DAY, '203.0.113.9')),
    ],
    quiet: [
      example('the usual network', use(0), use(10 * DAY), use(15 * DAY, '198.51.9.9')),
      example(
        'a new key',
        callTo('s3')('ListBuckets', null, { by: 'role' }),
        use(15 * DAY),
        use(15 * DAY + 40, '203.0.113.9'),
      ),
    ],
  },
  select: (record) => {
    const key = record.accessKeyId
    if (!key?.startsWith('AKIA') || isThroughService(record)) return undefined
    const network = networkOf(record.sourceIp)
    return network ? { subject: key, value: network } : undefined
  },
  describe: (record, { subject, value, learnedSince }) =>
    actMatch(record, {
      of: subject,
      key: `${subject} ${value}`,
      title: `Key ${subject} of ${whoIn(record)} used from ${value}, a new network`,
      summary: `${ranIn(record)} from ${record.sourceIp}; the key was never used from this network since ${dayOf(learnedSince)}.`,
      resources: [subject],
      evidence: [
        { label: 'Network', value },
        { label: 'Access key', value: subject },
      ],
    }),
})
