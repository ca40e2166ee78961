import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch } from '#server/detections/facts/act-match.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { signInOutcome, signInUser } from '#server/detections/facts/sign-in.ts'
import { signedIn } from './sign-in-examples.ts'

export const signInOutsideSingleSignOn = defineDetection({
  kind: 'single',
  group: 'sessions',
  id: 'sign-in-outside-single-sign-on',
  title: 'Console sign-in past single sign-on',
  severity: 'low',
  off: 'It is noise where people sign in as IAM users.',
  why: 'Where everybody signs in with the identity provider, a password of an IAM user goes past its second factor, and past the day that somebody leaves.',
  sources: ['signin.amazonaws.com'],
  names: ['ConsoleLogin'],
  techniques: ['T1078.004'],
  falsePositives: 'Users that are kept for emergencies.',
  response: [ASK_ACTOR, step('Take the password away.', "aws iam delete-login-profile --user-name '<user>'")],
  references: [
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html',
  ],
  needs: ['trail-events'],
  elsewhere: ['Panther AWS.Console.LoginWithoutSAML'],
  risks: ['broken-authentication'],
  examples: {
    fires: [example('an IAM user signs in', signedIn())],
    quiet: [
      example('somebody comes from single sign-on', signedIn({ by: 'sso' })),
      example('a password is wrong', signedIn({ response: { ConsoleLogin: 'Failure' } })),
    ],
  },
  evaluate: (record) => {
    if (record.actorType !== 'user' || signInOutcome(record) !== 'success') return undefined
    const user = signInUser(record)
    return actMatch(record, {
      of: user,
      title: `${user} signed in past single sign-on`,
      summary: `${user} signed in as an IAM user, from ${record.sourceIp ?? 'an address that is not recorded'}.`,
      resources: [user],
    })
  },
})
