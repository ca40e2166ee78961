import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, brief, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { ASK_ACTOR, FOLLOW_SESSION } from '#server/detections/facts/response-steps.ts'

const call = callTo('signin')
/** The clients of the single sign-on portal and of the sign-in page itself. */
const PORTAL = /^(Jersey\/|Mozilla\/|signin\.amazonaws\.com)/

export const signInTokenByTool = defineDetection({
  kind: 'single',
  group: 'sessions',
  id: 'sign-in-token-by-tool',
  title: 'Console opened with a key',
  severity: 'medium',
  why: 'With such a token whoever holds a stolen key gets a console, and the session looks like that of a person who signed in.',
  sources: ['signin.amazonaws.com'],
  names: ['GetSigninToken'],
  techniques: ['T1550.001', 'T1021.007'],
  falsePositives:
    'Tools that open the console for their users, such as aws-vault; the portal of single sign-on is left out.',
  response: [ASK_ACTOR, FOLLOW_SESSION],
  references: [
    'https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html',
  ],
  needs: ['trail-events'],
  elsewhere: ['Panther AWS.Console.GetSigninToken.Abuse', 'Sigma aws_console_getsignintoken'],
  risks: ['leaked-credentials'],
  examples: {
    fires: [
      example(
        'a script asks for a token',
        call('GetSigninToken', null, { by: 'role', agent: 'python-requests/2.32' }),
      ),
    ],
    quiet: [
      example(
        'the portal of single sign-on',
        call('GetSigninToken', null, { by: 'sso', agent: 'Jersey/2.35 (HttpUrlConnection 17)' }),
      ),
      example(
        'somebody signs in',
        call('ConsoleLogin', null, { by: 'console', response: { ConsoleLogin: 'Success' } }),
      ),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || PORTAL.test(record.userAgent ?? '')) return undefined
    return actMatch(record, {
      of: 'console',
      title: `Console opened with a key by ${whoIn(record)}`,
      summary: `${whoIn(record)} asked for a sign-in token with ${brief(record.userAgent ?? 'a tool that is not recorded', 120)}.`,
    })
  },
})
