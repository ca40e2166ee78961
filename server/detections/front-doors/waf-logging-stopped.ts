import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { WAF, waf } from './waf-source.ts'

const ACL = { resourceArn: 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/shop/0f1e2d3c' }

export const wafLoggingStopped = defineDetection({
  kind: 'single',
  group: 'front-doors',
  id: 'waf-logging-stopped',
  title: 'Logs of a firewall switched off',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'What the firewall lets through or holds back is not written down any more. Attempts to break in leave no trace before they succeed.',
  sources: WAF,
  names: ['DeleteLoggingConfiguration'],
  techniques: ['T1562.008'],
  falsePositives: 'Moves of the logs to another place.',
  response: [
    ASK_ACTOR,
    step('See whether it logs.', "aws wafv2 get-logging-configuration --resource-arn '<acl-arn>'"),
  ],
  references: ['https://docs.aws.amazon.com/waf/latest/developerguide/logging.html'],
  needs: ['trail-events'],
  elsewhere: ['Tailpipe waf_web_acl_logging_disabled'],
  risks: ['inadequate-monitoring'],
  examples: {
    fires: [example('a person switches them off', waf('DeleteLoggingConfiguration', ACL))],
    quiet: [
      example('it is denied', waf('DeleteLoggingConfiguration', ACL, { error: 'AccessDenied' })),
      example('they are switched on', waf('PutLoggingConfiguration', { loggingConfiguration: ACL })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record)) return undefined
    const acl = brief(textOf(record, 'resourceArn') ?? 'a web ACL', 300)
    return actMatch(record, {
      of: acl,
      title: `Logs of a firewall switched off by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${acl} writes no logs.`,
      resources: [acl],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
