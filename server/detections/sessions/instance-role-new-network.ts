import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, brief } from '#server/detections/facts/act-match.ts'
import { DAY, dayOf } from '#server/detections/facts/days.ts'
import { instanceOf, instanceOnInternet } from '#server/detections/facts/instance-session.ts'
import { networkOf } from '#server/detections/facts/network.ts'
import { FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'

const use = (minute: number, ip = '198.51.100.7') =>
  callTo('s3')('ListBuckets', null, {
    minute,
    ip,
    more: {
      userIdentity: {
        type: 'AssumedRole',
        arn: 'arn:aws:sts::111122223333:assumed-role/web/i-0abcdef1234567890',
        accountId: '111122223333',
        sessionContext: {
          sessionIssuer: { type: 'Role', userName: 'web', arn: 'arn:aws:iam::111122223333:role/web' },
        },
      },
    },
  })

export const instanceRoleNewNetwork = defineDetection({
  kind: 'first-seen',
  group: 'sessions',
  id: 'instance-role-new-network',
  title: 'An instance role used from a new network',
  severity: 'medium',
  why: 'Instances call from the same few networks every day: their own, or a NAT gateway. A new one means that the session left the instance.',
  sources: ['*'],
  names: ['*'],
  techniques: ['T1552.005', 'T1078.004'],
  falsePositives: 'New NAT gateways and new regions.',
  response: [
    step(
      'Compare the address with those of your NAT gateways.',
      "aws ec2 describe-nat-gateways --query 'NatGateways[].NatGatewayAddresses[].PublicIp'",
    ),
    FOLLOW_SESSION,
  ],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html'],
  needs: ['trail-events'],
  elsewhere: ['Elastic discovery_new_terms_sts_getcalleridentity_ec2_role_new_source_as'],
  risks: ['leaked-credentials'],
  learningDays: 14,
  memoryDays: 60,
  learns: 'subject',
  examples: {
    fires: [
      example('after two weeks, from somewhere else', use(0), use(10 * DAY), use(15 * DAY, '203.0.113.9')),
    ],
    quiet: [
      example('the NAT gateway', use(0), use(10 * DAY), use(15 * DAY, '198.51.100.8')),
      example(
        'the first instances of the region',
        callTo('s3')('ListBuckets'),
        use(15 * DAY),
        use(15 * DAY + 40, '203.0.113.9'),
      ),
    ],
  },
  select: (record) => {
    const network = networkOf(record.sourceIp)
    return network && instanceOnInternet(record)
      ? { subject: `instances in ${record.region}`, value: network }
      : undefined
  },
  describe: (record, { value, learnedSince }) =>
    actMatch(record, {
      of: value,
      key: `${record.roleArn ?? record.actorArn} ${value}`,
      title: `Session of ${instanceOf(record)} used from ${value}, a new network`,
      summary: `The session of ${instanceOf(record)} called ${brief(record.eventName, 80)} from ${record.sourceIp}; no instance in ${record.region} called from there since ${dayOf(learnedSince)}.`,
      resources: [instanceOf(record) ?? '', record.roleArn ?? ''].filter(Boolean),
      evidence: [{ label: 'Network', value }],
    }),
})
