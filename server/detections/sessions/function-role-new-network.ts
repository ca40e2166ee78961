import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example, within } from '#server/detections/example-call.ts'
import { actMatch, brief } from '#server/detections/facts/act-match.ts'
import { isThroughService } from '#server/detections/facts/by-aws.ts'
import { functionBehind } from '#server/detections/facts/by-function.ts'
import { DAY, dayOf } from '#server/detections/facts/days.ts'
import { networkOf } from '#server/detections/facts/network.ts'
import { step } from '#server/detections/facts/response-steps.ts'

const ORDERS = { functionsOfRole: () => [{ name: 'orders-api', region: 'eu-west-1', runtime: 'python3.13' }] }
const run = (minute: number, ip = '3.248.10.20') =>
  callTo('s3')('ListBuckets', null, {
    by: 'function',
    minute,
    ip,
    ...(ip.startsWith('3.') ? {} : { agent: 'aws-cli/2.31.0' }),
  })
const support = (minute: number, ip = '198.51.100.7') =>
  callTo('s3')('ListBuckets', null, { by: 'role', minute, ip })

export const functionRoleNewNetwork = defineDetection({
  kind: 'first-seen',
  group: 'sessions',
  id: 'function-role-new-network',
  title: "A function's role used from a new network",
  severity: 'high',
  severityNote: "Low where the client is Lambda's, as then it may be a network that AWS has added.",
  why: 'Functions call from networks of AWS or of their VPC, and the account gets to know these in days. The session of a function from anywhere else is a session that leaked.',
  sources: ['*'],
  names: ['*'],
  techniques: ['T1552.005', 'T1078.004'],
  falsePositives: 'New NAT gateways; networks that AWS adds to a region.',
  response: [
    step(
      'Revoke the sessions of the role that began before now.',
      'aws iam put-role-policy --role-name <role> --policy-name RevokeOlderSessions --policy-document file://revoke.json',
    ),
    step('List what the session did, on the Events page, by its access key.'),
    step('Find the leak: environment dumps, verbose errors, server-side request forgery.'),
  ],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html'],
  needs: ['trail-events', 'functions'],
  elsewhere: [
    'Elastic initial_access_iam_session_token_used_from_multiple_addresses',
    'Sentinel AWS_CredentialHijack',
  ],
  risks: ['leaked-credentials'],
  learningDays: 14,
  memoryDays: 60,
  learns: 'subject',
  examples: {
    fires: [
      within(
        ORDERS,
        example('after two weeks, from somewhere else', run(0), run(10 * DAY), run(15 * DAY, '198.51.100.7')),
      ),
    ],
    quiet: [
      within(ORDERS, example('the same network', run(0), run(10 * DAY), run(15 * DAY, '3.248.99.1'))),
      within(
        ORDERS,
        example(
          'the first functions of the region',
          callTo('s3')('ListBuckets', null, { by: 'user' }),
          run(15 * DAY),
          run(15 * DAY + 40, '198.51.100.7'),
        ),
      ),
      example('the role of no function', support(0), support(15 * DAY, '203.0.113.9')),
    ],
  },
  select: (record, context) => {
    if (record.actorType !== 'role' || isThroughService(record)) return undefined
    const network = networkOf(record.sourceIp)
    return network && functionBehind(record, context) !== undefined
      ? { subject: `functions in ${record.region}`, value: network }
      : undefined
  },
  describe: (record, { value, learnedSince }, context) => {
    const name = functionBehind(record, context) ?? null
    const isLambda = (record.userAgent ?? '').includes('exec-env/AWS_Lambda_')
    return actMatch(record, {
      of: name ?? 'function',
      key: `${name} ${value}`,
      functionName: name,
      title: `Role of ${name} used from ${value}, a new network`,
      summary: `The session of ${name} called ${brief(record.eventName, 80)} from ${record.sourceIp}; no function in ${record.region} called from there since ${dayOf(learnedSince)}.`,
      resources: record.roleArn ? [record.roleArn] : [],
      evidence: [
        { label: 'Network', value },
        { label: 'Access key', value: record.accessKeyId ?? 'not recorded' },
      ],
      ...(isLambda
        ? {
            severity: 'low' as const,
            severityNote: "The client is Lambda's, so it may be a network that AWS has added.",
          }
        : {}),
    })
  },
})
