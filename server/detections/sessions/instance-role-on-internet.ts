import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, brief } from '#server/detections/facts/act-match.ts'
import { instanceOnInternet } from '#server/detections/facts/instance-session.ts'
import { networkOf } from '#server/detections/facts/network.ts'
import { FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'

/** Systems and tools of people and attackers, as clients name them. */
const ELSEWHERE = /macos|darwin|kali|parrot|pacu|stratus|cloudgoat/i
const use = (more: object = {}) =>
  callTo('s3')('ListBuckets', null, {
    agent: 'aws-cli/2.31.0 os/linux#6.1',
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
    ...more,
  })

export const instanceRoleOnInternet = defineDetection({
  kind: 'single',
  group: 'sessions',
  id: 'instance-role-on-internet',
  title: "An instance's session used over the internet",
  severity: 'low',
  severityNote: 'High where the client names a system or tool that no instance has.',
  why: 'The session of an instance belongs on that instance. Used over the internet, it is behind a NAT gateway, or it was stolen from the metadata service.',
  sources: ['*'],
  names: ['*'],
  techniques: ['T1552.005', 'T1078.004'],
  falsePositives:
    'Instances with a public address or behind a NAT gateway: put their roles on the allow-list.',
  response: [
    step(
      'Compare the address with that of the instance and of the NAT gateways.',
      "aws ec2 describe-instances --instance-ids '<instance>' --query 'Reservations[].Instances[].PublicIpAddress'",
    ),
    step(
      'Revoke the sessions of the role that began before now.',
      'aws iam put-role-policy --role-name <role> --policy-name RevokeOlderSessions --policy-document file://revoke.json',
    ),
    FOLLOW_SESSION,
  ],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.CloudTrail.IMDSCredentialExfiltration',
    'Sigma aws_cloudtrail_imds_malicious_usage',
    'Stratus Red Team aws.credential-access.ec2-steal-instance-credentials',
    'Elastic discovery_new_terms_sts_getcalleridentity_ec2_role_new_source_as',
  ],
  risks: ['leaked-credentials'],
  examples: {
    fires: [
      example('a laptop uses the session', use({ agent: 'aws-cli/2.31.0 os/macos#24.6' })),
      example('an address of the internet', use()),
    ],
    quiet: [
      example('an address of the VPC', use({ ip: '10.0.3.7' })),
      example('the agent on the instance', { ...use(), source: 'ssm', name: 'UpdateInstanceInformation' }),
    ],
  },
  evaluate: (record) => {
    const instance = instanceOnInternet(record)
    if (!instance) return undefined
    const isElsewhere = ELSEWHERE.test(record.userAgent ?? '')
    return actMatch(record, {
      of: instance,
      key: `${instance} ${networkOf(record.sourceIp) ?? ''}`,
      title: `Session of ${instance} used from ${record.sourceIp}`,
      summary: `The session of instance ${instance} called ${brief(record.eventName, 80)} over the internet.`,
      resources: [instance],
      ...(isElsewhere
        ? {
            severity: 'high' as const,
            severityNote: 'The client names a system or tool that no instance has.',
          }
        : {}),
    })
  },
})
