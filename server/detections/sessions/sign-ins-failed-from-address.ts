import { z } from 'zod'
import { defineDetection } from '#server/detections/define-detection.ts'
import { example, repeated } from '#server/detections/example-call.ts'
import { actMatch } from '#server/detections/facts/act-match.ts'
import { step } from '#server/detections/facts/response-steps.ts'
import { signInOutcome, signInUser } from '#server/detections/facts/sign-in.ts'
import { failedSignIn } from './sign-in-examples.ts'

const parameters = z.object({
  attempts: z.number().int().min(2).max(1000).default(10).describe('Failed sign-ins from one address'),
  minutes: z.number().int().min(1).max(1440).default(60).describe('Minutes in which they are made'),
})

export const signInsFailedFromAddress = defineDetection({
  kind: 'threshold',
  group: 'sessions',
  id: 'sign-ins-failed-from-address',
  title: 'Many failed sign-ins from one address',
  severity: 'medium',
  why: 'One address that fails again and again, whatever the user, is a program that tries passwords from a list.',
  sources: ['signin.amazonaws.com'],
  names: ['ConsoleLogin'],
  techniques: ['T1110.001', 'T1110.004'],
  falsePositives: 'An office whose people all come from one address, after a change of passwords.',
  response: [step('See whether a sign-in from the address succeeded since, on the Events page.')],
  references: ['https://attack.mitre.org/techniques/T1110/004/'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther Standard.BruteForceByIP',
    'Splunk aws_high_number_of_failed_authentications_from_ip',
    'Chronicle aws_unusual_number_of_failed_authentications_from_the_same_ip',
  ],
  risks: ['broken-authentication'],
  parameters,
  examples: {
    fires: [
      example(
        'ten wrong passwords from one address',
        ...repeated(10, (index) => failedSignIn(`user-${index % 2}`)),
      ),
    ],
    quiet: [
      example(
        'ten from ten addresses',
        ...repeated(10, (index) => failedSignIn('alice', { ip: `198.51.100.${index}` })),
      ),
      example('three from one', ...repeated(3, () => failedSignIn('alice'))),
    ],
  },
  select: (record) =>
    record.sourceIp && signInOutcome(record) === 'failure' ? { key: record.sourceIp } : undefined,
  limit: ({ attempts, minutes }) => ({ count: attempts, windowMs: minutes * 60_000 }),
  describe: (record, { count }) =>
    actMatch(record, {
      of: 'sign-in',
      key: record.sourceIp ?? '',
      title: `${count} failed sign-ins from ${record.sourceIp}`,
      summary: `${count} sign-ins from ${record.sourceIp} failed, the last as ${signInUser(record)}.`,
    }),
})
