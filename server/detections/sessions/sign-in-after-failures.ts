import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch } from '#server/detections/facts/act-match.ts'
import { networkOf } from '#server/detections/facts/network.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { signInOutcome, signInUser, usedMfa } from '#server/detections/facts/sign-in.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { failedSignIn, signedIn } from './sign-in-examples.ts'

const userOf = (record: TrailRecord, outcome: 'success' | 'failure') =>
  record.actorType === 'user' && signInOutcome(record) === outcome
    ? `${signInUser(record)} ${networkOf(record.sourceIp) ?? ''}`
    : undefined
const wrong = { title: 'a wrong password', select: (record: TrailRecord) => userOf(record, 'failure') }

export const signInAfterFailures = defineDetection({
  kind: 'sequence',
  group: 'sessions',
  id: 'sign-in-after-failures',
  title: 'Sign-in succeeded after several failures',
  severity: 'high',
  severityNote: 'Low where a second factor was given.',
  why: 'Three wrong passwords and then a right one, from the network of the wrong ones, are how a guess that worked looks.',
  sources: ['signin.amazonaws.com'],
  names: ['ConsoleLogin'],
  techniques: ['T1110.001', 'T1078.004'],
  falsePositives: 'People who mistype their password.',
  response: [
    ASK_ACTOR,
    step('Take the password away until it is clear.', "aws iam delete-login-profile --user-name '<user>'"),
    FOLLOW_SESSION,
  ],
  references: ['https://attack.mitre.org/techniques/T1110/001/'],
  needs: ['trail-events'],
  elsewhere: ['Sentinel AWS_ConsoleLogonWithoutMFA'],
  risks: ['broken-authentication'],
  windowMs: 60 * 60_000,
  steps: [wrong, wrong, wrong, { title: 'a right one', select: (record) => userOf(record, 'success') }],
  examples: {
    fires: [
      example(
        'three failures, then in',
        failedSignIn('alice'),
        failedSignIn('alice'),
        failedSignIn('alice'),
        signedIn(),
      ),
    ],
    quiet: [
      example('one failure, then in', failedSignIn('alice'), signedIn()),
      example(
        'three failures of somebody else',
        failedSignIn('bob'),
        failedSignIn('bob'),
        failedSignIn('bob'),
        signedIn(),
      ),
    ],
  },
  describe: (record, { startedAt }) =>
    actMatch(record, {
      of: signInUser(record),
      key: signInUser(record),
      title: `${signInUser(record)} signed in after several failures`,
      summary: `${signInUser(record)} signed in from ${record.sourceIp ?? 'an address that is not recorded'} after failures that began at ${startedAt.toISOString()}.`,
      resources: [signInUser(record)],
      ...(usedMfa(record) ? { severity: 'low' as const, severityNote: 'A second factor was given.' } : {}),
    }),
})
