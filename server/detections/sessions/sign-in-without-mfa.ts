import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch } from '#server/detections/facts/act-match.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'
import { signInOutcome, signInUser, usedMfa } from '#server/detections/facts/sign-in.ts'
import { signedIn } from './sign-in-examples.ts'

export const signInWithoutMfa = defineDetection({
  kind: 'single',
  group: 'sessions',
  id: 'sign-in-without-mfa',
  title: 'Console sign-in without MFA',
  severity: 'medium',
  why: 'A password that was guessed, reused or phished is enough to come in. Single sign-on is left out, since it asks for the second factor elsewhere.',
  sources: ['signin.amazonaws.com'],
  names: ['ConsoleLogin'],
  techniques: ['T1078.004'],
  falsePositives: 'Users that may do next to nothing.',
  response: [
    ASK_ACTOR,
    step('See which devices the user has.', "aws iam list-mfa-devices --user-name '<user>'"),
    FOLLOW_SESSION,
  ],
  references: [
    'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html',
  ],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.Console.LoginWithoutMFA',
    'Sigma aws_cloudtrail_console_login_success_without_mfa',
    'Elastic initial_access_iam_user_console_login_without_mfa',
    'Splunk aws_successful_single_factor_authentication',
    'Stratus Red Team aws.initial-access.console-login-without-mfa',
    'Falco Console Login Without MFA',
    'Sentinel AWS_ConsoleLogonWithoutMFA',
  ],
  risks: ['broken-authentication'],
  examples: {
    fires: [
      example(
        'a user signs in with a password alone',
        signedIn({ more: { eventType: 'AwsConsoleSignIn', additionalEventData: { MFAUsed: 'No' } } }),
      ),
    ],
    quiet: [
      example('a user signs in with MFA', signedIn()),
      example(
        'a password is wrong',
        signedIn({
          response: { ConsoleLogin: 'Failure' },
          more: { eventType: 'AwsConsoleSignIn', additionalEventData: { MFAUsed: 'No' } },
        }),
      ),
      example(
        'somebody comes from single sign-on',
        signedIn({
          by: 'sso',
          more: { eventType: 'AwsConsoleSignIn', additionalEventData: { MFAUsed: 'No' } },
        }),
      ),
    ],
  },
  evaluate: (record) => {
    if (record.actorType !== 'user' || signInOutcome(record) !== 'success' || usedMfa(record))
      return undefined
    const user = signInUser(record)
    return actMatch(record, {
      of: user,
      title: `${user} signed in to the console without MFA`,
      summary: `${user} signed in with a password alone, from ${record.sourceIp ?? 'an address that is not recorded'}.`,
      resources: [user],
    })
  },
})
