import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, brief, whoIn } from '#server/detections/facts/act-match.ts'
import { ASK_ACTOR, FOLLOW_SESSION } from '#server/detections/facts/response-steps.ts'

/** Distributions and tools for break-ins. Sources: their own user agents; Elastic's and GuardDuty's lists name the same. */
const TOOL =
  /[-#.]kali|parrot|pentoo|blackarch|commando|\b(pacu|stratus-red-team|cloudgoat|scoutsuite|weirdaal|enumerate-iam|cloudfox|peirates|aws_consoler|nimbostratus)\b|stratus-red-team_/i

export const attackTool = defineDetection({
  kind: 'single',
  group: 'sessions',
  id: 'attack-tool',
  title: 'Call by a tool of attackers',
  severity: 'high',
  why: 'The client names itself: a distribution for break-ins, or a tool that tries out what a key may do. Few leave the name in; those who do save you the search.',
  sources: ['*'],
  names: ['*'],
  techniques: ['T1059.009', 'T1078.004'],
  falsePositives: 'Tests that you ordered.',
  response: [ASK_ACTOR, FOLLOW_SESSION],
  references: ['https://attack.mitre.org/techniques/T1059/009/'],
  needs: ['trail-events'],
  elsewhere: [
    'Elastic initial_access_suspicious_user_agent_detected_in_cloudtrail',
    'Sentinel SuspiciousAWSCLICommandExecution',
  ],
  risks: ['leaked-credentials'],
  examples: {
    fires: [
      example(
        'a distribution for break-ins',
        callTo('iam')('ListUsers', null, {
          agent: 'aws-cli/2.31.0 os/linux#6.1.0-kali9-amd64 lang/python#3.13',
        }),
      ),
      example(
        'a tool that tries out keys, and is denied',
        callTo('iam')('ListUsers', null, { agent: 'Boto3/1.40 Pacu', error: 'AccessDenied' }),
      ),
    ],
    quiet: [
      example('the CLI', callTo('iam')('ListUsers')),
      example('a role with such a name', callTo('iam')('GetRole', { roleName: 'kali' })),
    ],
  },
  evaluate: (record) => {
    if (record.userAgent === null || !TOOL.test(record.userAgent)) return undefined
    return actMatch(record, {
      of: 'tool',
      title: `${whoIn(record)} calls with a tool of attackers`,
      summary: `${whoIn(record)} called ${brief(record.eventName, 80)} with ${brief(record.userAgent, 160)}.`,
    })
  },
})
