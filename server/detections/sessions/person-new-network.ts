import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isThroughService } from '#server/detections/facts/by-aws.ts'
import { isPerson } from '#server/detections/facts/by-person.ts'
import { DAY, dayOf } from '#server/detections/facts/days.ts'
import { networkOf } from '#server/detections/facts/network.ts'
import { ASK_ACTOR, FOLLOW_SESSION } from '#server/detections/facts/response-steps.ts'

const work = (minute: number, ip = '198.51.100.7') =>
  callTo('s3')('PutBucketTagging', { bucketName: 'x' }, { by: 'sso', minute, ip })

export const personNewNetwork = defineDetection({
  kind: 'first-seen',
  group: 'sessions',
  id: 'person-new-network',
  title: 'Person works from a new network',
  severity: 'low',
  severityNote: 'Medium for a sign-in to the console with a password of IAM.',
  why: 'Most people work from two or three networks. A new one is a journey, or somebody else with their session.',
  sources: ['*'],
  names: ['*'],
  techniques: ['T1078.004'],
  falsePositives: 'Journeys, new homes and new phones.',
  response: [ASK_ACTOR, FOLLOW_SESSION],
  references: ['https://attack.mitre.org/techniques/T1078/004/'],
  needs: ['trail-events'],
  elsewhere: [
    'Elastic initial_access_aws_api_unusual_asn',
    'Splunk cloud_provisioning_activity_from_previously_unseen_ip_address',
    'Elastic ml_cloudtrail_rare_method_by_country',
    'Elastic ml_cloudtrail_rare_method_by_city',
  ],
  risks: ['leaked-credentials', 'broken-authentication'],
  learningDays: 14,
  memoryDays: 60,
  learns: 'subject',
  examples: {
    fires: [
      example('after two weeks, from somewhere else', work(0), work(10 * DAY), work(15 * DAY, '203.0.113.9')),
    ],
    quiet: [
      example('the usual network', work(0), work(10 * DAY), work(15 * DAY, '198.51.9.9')),
      example(
        'a new colleague',
        work(0),
        { ...work(15 * DAY), by: 'console' as const },
        { ...work(15 * DAY + 40, '203.0.113.9'), by: 'console' as const },
      ),
    ],
  },
  select: (record) => {
    if (
      record.actorType === 'root' ||
      record.errorCode !== null ||
      !isPerson(record) ||
      isThroughService(record)
    )
      return undefined
    const network = networkOf(record.sourceIp)
    return network && record.actorArn ? { subject: record.actorArn, value: network } : undefined
  },
  describe: (record, { value, learnedSince }) =>
    actMatch(record, {
      of: value,
      title: `${whoIn(record)} works from ${value}, a new network`,
      summary: `${ranIn(record)} from ${record.sourceIp}; never from this network since ${dayOf(learnedSince)}.`,
      evidence: [{ label: 'Network', value }],
      ...(record.eventName === 'ConsoleLogin' && record.actorType === 'user'
        ? {
            severity: 'medium' as const,
            severityNote: 'It is a sign-in to the console with a password of IAM.',
          }
        : {}),
    }),
})
