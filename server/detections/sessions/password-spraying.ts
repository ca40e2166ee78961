import { z } from 'zod'
import { defineDetection } from '#server/detections/define-detection.ts'
import { example, repeated } from '#server/detections/example-call.ts'
import { actMatch, brief } from '#server/detections/facts/act-match.ts'
import { FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { signInOutcome, signInUser } from '#server/detections/facts/sign-in.ts'
import { failedSignIn } from './sign-in-examples.ts'

const parameters = z.object({
  users: z.number().int().min(2).max(1000).default(4).describe('Different users that were tried'),
  minutes: z.number().int().min(1).max(1440).default(60).describe('Minutes in which they are tried'),
})

export const passwordSpraying = defineDetection({
  kind: 'threshold',
  group: 'sessions',
  id: 'password-spraying',
  title: 'One address tries many users',
  severity: 'high',
  why: 'A few common passwords are tried on every user, so that no user is tried often. It shows only when one looks at the address.',
  sources: ['signin.amazonaws.com'],
  names: ['ConsoleLogin'],
  techniques: ['T1110.003'],
  falsePositives: 'An office whose people all come from one address, after a change of passwords.',
  response: [
    step('See whether a sign-in from the address succeeded since, on the Events page.'),
    FOLLOW_SESSION,
  ],
  references: ['https://attack.mitre.org/techniques/T1110/003/'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.CloudTrail.PasswordSpraying',
    'Splunk aws_multiple_users_failing_to_authenticate_from_ip',
    'Chronicle aws_high_number_of_unknown_user_authentication_attempts',
  ],
  risks: ['broken-authentication'],
  parameters,
  examples: {
    fires: [example('five users from one address', ...repeated(5, (index) => failedSignIn(`user-${index}`)))],
    quiet: [
      example('one user five times', ...repeated(5, () => failedSignIn('alice'))),
      example(
        'five users from five addresses',
        ...repeated(5, (index) => failedSignIn(`user-${index}`, { ip: `198.51.100.${index}` })),
      ),
    ],
  },
  select: (record) =>
    signInOutcome(record) === 'failure'
      ? { key: record.sourceIp ?? 'an address that is not recorded', value: signInUser(record) }
      : undefined,
  limit: ({ users, minutes }) => ({ count: users, windowMs: minutes * 60_000 }),
  describe: (record, { values }) =>
    actMatch(record, {
      of: 'sign-in',
      key: record.sourceIp ?? 'not recorded',
      title: `${values.length} users tried from ${record.sourceIp ?? 'an address that is not recorded'}`,
      summary: `Sign-ins as ${brief(values.join(', '), 200)} failed, all from ${record.sourceIp ?? 'an address that is not recorded'}.`,
      resources: values.slice(0, 20),
    }),
})
