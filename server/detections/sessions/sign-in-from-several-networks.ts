import { z } from 'zod'
import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, whoIn } from '#server/detections/facts/act-match.ts'
import { networkOf } from '#server/detections/facts/network.ts'
import { ASK_ACTOR, FOLLOW_SESSION } from '#server/detections/facts/response-steps.ts'
import { signInOutcome } from '#server/detections/facts/sign-in.ts'
import { signedIn } from './sign-in-examples.ts'

const parameters = z.object({
  networks: z.number().int().min(2).max(20).default(3).describe('Different networks'),
  minutes: z.number().int().min(1).max(1440).default(60).describe('Minutes in which the sign-ins are made'),
})

export const signInFromSeveralNetworks = defineDetection({
  kind: 'threshold',
  group: 'sessions',
  id: 'sign-in-from-several-networks',
  title: 'One person signs in from several networks',
  severity: 'medium',
  why: 'Nobody is in two places within an hour. Two networks that lie far apart mean a password or a session that two people use.',
  sources: ['signin.amazonaws.com'],
  names: ['ConsoleLogin'],
  techniques: ['T1078.004'],
  falsePositives: 'People who change from an office to a phone or switch a VPN on.',
  response: [ASK_ACTOR, FOLLOW_SESSION],
  references: ['https://attack.mitre.org/techniques/T1078/004/'],
  needs: ['trail-events'],
  elsewhere: [
    'Splunk aws_successful_console_authentication_from_multiple_ips',
    'Splunk aws_concurrent_sessions_from_different_ips',
    'Elastic initial_access_console_login_iam_user_multiple_geolocations',
    'Chronicle aws_successful_console_authentication_from_multiple_ips',
  ],
  risks: ['broken-authentication', 'leaked-credentials'],
  parameters,
  examples: {
    fires: [
      example(
        'three networks within an hour',
        signedIn(),
        signedIn({ ip: '203.0.113.9' }),
        signedIn({ ip: '192.0.2.44' }),
      ),
    ],
    quiet: [
      example('an office and a phone', signedIn(), signedIn({ ip: '203.0.113.9' })),
      example(
        'a day apart',
        signedIn(),
        signedIn({ ip: '203.0.113.9', minute: 1440 }),
        signedIn({ ip: '192.0.2.44', minute: 2880 }),
      ),
    ],
  },
  select: (record) => {
    const network = networkOf(record.sourceIp)
    return network && record.actorArn && signInOutcome(record) === 'success'
      ? { key: record.actorArn, value: network }
      : undefined
  },
  limit: ({ networks, minutes }) => ({ count: networks, windowMs: minutes * 60_000 }),
  describe: (record, { values }) =>
    actMatch(record, {
      of: 'sign-in',
      title: `${whoIn(record)} signed in from ${values.length} networks`,
      summary: `${whoIn(record)} signed in from ${values.join(', ')}.`,
      evidence: [{ label: 'Networks', value: values.join(', ') }],
    }),
})
