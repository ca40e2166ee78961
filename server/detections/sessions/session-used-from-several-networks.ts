import { z } from 'zod'
import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, whoIn } from '#server/detections/facts/act-match.ts'
import { isThroughService } from '#server/detections/facts/by-aws.ts'
import { functionBehind } from '#server/detections/facts/by-function.ts'
import { networkOf } from '#server/detections/facts/network.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'

const parameters = z.object({
  networks: z.number().int().min(2).max(20).default(3).describe('Different networks'),
  minutes: z.number().int().min(1).max(1440).default(60).describe('Minutes in which the calls are made'),
})

const use = (ip: string) => callTo('s3')('ListBuckets', null, { by: 'role', ip })

export const sessionUsedFromSeveralNetworks = defineDetection({
  kind: 'threshold',
  group: 'sessions',
  id: 'session-used-from-several-networks',
  title: 'One session used from several networks',
  severity: 'high',
  why: 'A session belongs to one program or one person. When it calls from three networks within an hour, somebody else has it too.',
  sources: ['*'],
  names: ['*'],
  techniques: ['T1550.001', 'T1078.004'],
  falsePositives:
    'People who switch a VPN on and off; companies whose traffic leaves through many networks. Functions, which AWS runs in many networks, are left out.',
  response: [
    ASK_ACTOR,
    step(
      'Revoke the sessions of the role that began before now.',
      'aws iam put-role-policy --role-name <role> --policy-name RevokeOlderSessions --policy-document file://revoke.json',
    ),
    FOLLOW_SESSION,
  ],
  references: ['https://attack.mitre.org/techniques/T1550/001/'],
  needs: ['trail-events'],
  elsewhere: [
    'Elastic initial_access_iam_session_token_used_from_multiple_addresses',
    'Splunk aws_concurrent_sessions_from_different_ips',
  ],
  risks: ['leaked-credentials'],
  parameters,
  examples: {
    fires: [
      example('three networks within an hour', use('198.51.100.7'), use('203.0.113.9'), use('192.0.2.44')),
    ],
    quiet: [
      example('two addresses of one network', use('198.51.100.7'), use('198.51.100.8'), use('198.51.7.1')),
      example(
        'long-term keys, which many share',
        ...['198.51.100.7', '203.0.113.9', '192.0.2.44'].map((ip) => ({ ...use(ip), by: 'user' as const })),
      ),
      example(
        'a function, which has a detection of its own',
        ...['3.248.10.20', '34.240.9.9', '52.17.1.1'].map((ip) => ({ ...use(ip), by: 'function' as const })),
      ),
    ],
  },
  select: (record, context) => {
    if (!record.accessKeyId?.startsWith('ASIA') || isThroughService(record)) return undefined
    const network = networkOf(record.sourceIp)
    return network && functionBehind(record, context) === undefined
      ? { key: record.accessKeyId, value: network }
      : undefined
  },
  limit: ({ networks, minutes }) => ({ count: networks, windowMs: minutes * 60_000 }),
  describe: (record, { values }) =>
    actMatch(record, {
      of: record.accessKeyId ?? 'session',
      title: `Session of ${whoIn(record)} used from ${values.length} networks`,
      summary: `${record.accessKeyId} called from ${values.join(', ')}.`,
      evidence: [{ label: 'Networks', value: values.join(', ') }],
    }),
})
