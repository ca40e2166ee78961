import { defineDetection } from '#server/detections/define-detection.ts'
import { example } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION } from '#server/detections/facts/response-steps.ts'
import { WAF, waf } from './waf-source.ts'

const ACL = { name: 'shop', id: '0f1e2d3c', scope: 'REGIONAL' }

export const wafRulesDeleted = defineDetection({
  kind: 'single',
  group: 'front-doors',
  id: 'waf-rules-deleted',
  title: 'Firewall or its rules deleted',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'What the rules held back is let through. Whoever wants to use a hole in a function first takes away what stands before it.',
  sources: WAF,
  names: ['DeleteFirewallManagerRuleGroups', 'DeleteIPSet', 'DeleteRule', 'DeleteRuleGroup', 'DeleteWebACL'],
  techniques: ['T1562.007', 'T1562.001'],
  falsePositives: 'Rules that are no longer used.',
  response: [ASK_ACTOR, FOLLOW_SESSION],
  references: ['https://docs.aws.amazon.com/waf/latest/APIReference/API_DeleteWebACL.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Elastic defense_evasion_waf_acl_deletion',
    'Elastic defense_evasion_waf_rule_or_rule_group_deletion',
  ],
  risks: ['insecure-deployment-configuration', 'event-data-injection'],
  examples: {
    fires: [
      example('a web ACL', waf('DeleteWebACL', ACL)),
      example('a group of rules', waf('DeleteRuleGroup', ACL)),
    ],
    quiet: [
      example('it is still in use', waf('DeleteWebACL', ACL, { error: 'WAFAssociatedItemException' })),
      example('it is read', waf('GetWebACL', ACL)),
    ],
  },
  evaluate: (record) => {
    if (!happened(record)) return undefined
    const what = `${record.eventName.replace('Delete', '')} ${brief(textOf(record, 'name') ?? textOf(record, 'id') ?? 'that was not recorded', 140)}`
    return actMatch(record, {
      of: what,
      title: `${what} deleted by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${what} of the firewall is gone.`,
      resources: [what],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
