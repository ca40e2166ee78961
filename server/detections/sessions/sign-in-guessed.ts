import { z } from 'zod'
import { defineDetection } from '#server/detections/define-detection.ts'
import { example, repeated } from '#server/detections/example-call.ts'
import { actMatch } from '#server/detections/facts/act-match.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { signInOutcome, signInUser } from '#server/detections/facts/sign-in.ts'
import { failedSignIn } from './sign-in-examples.ts'

const parameters = z.object({
  attempts: z.number().int().min(2).max(1000).default(5).describe('Failed sign-ins of one user'),
  minutes: z.number().int().min(1).max(1440).default(30).describe('Minutes in which they are made'),
})

export const signInGuessed = defineDetection({
  kind: 'threshold',
  group: 'sessions',
  id: 'sign-in-guessed',
  title: 'Password of one user tried many times',
  severity: 'medium',
  why: 'Many wrong passwords of one user within minutes are somebody who guesses. Where a right one follows, somebody has guessed well.',
  sources: ['signin.amazonaws.com'],
  names: ['ConsoleLogin'],
  techniques: ['T1110.001'],
  falsePositives: 'People who forgot their password; browsers with an old one.',
  response: [ASK_ACTOR, step('See whether a sign-in of the user succeeded since, on the Events page.')],
  references: ['https://attack.mitre.org/techniques/T1110/001/'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther Standard.BruteForceByUser',
    'Sigma aws_cloudtrail_console_login_failed_authentication',
    'Splunk aws_high_number_of_failed_authentications_for_user',
    'Splunk aws_credential_access_failed_login',
  ],
  risks: ['broken-authentication'],
  parameters,
  examples: {
    fires: [example('five wrong passwords', ...repeated(5, () => failedSignIn('alice')))],
    quiet: [
      example('two wrong passwords', failedSignIn('alice'), failedSignIn('alice')),
      example('one each of five people', ...repeated(5, (index) => failedSignIn(`user-${index}`))),
    ],
  },
  select: (record) =>
    record.actorType !== 'root' && signInOutcome(record) === 'failure'
      ? { key: signInUser(record) }
      : undefined,
  limit: ({ attempts, minutes }) => ({ count: attempts, windowMs: minutes * 60_000 }),
  describe: (record, { count }) =>
    actMatch(record, {
      of: signInUser(record),
      key: signInUser(record),
      title: `Password of ${signInUser(record)} tried ${count} times`,
      summary: `${count} sign-ins as ${signInUser(record)} failed, the last from ${record.sourceIp ?? 'an address that is not recorded'}.`,
      resources: [signInUser(record)],
    }),
})
