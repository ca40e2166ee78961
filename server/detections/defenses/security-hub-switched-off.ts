import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'

const call = callTo('securityhub')

export const securityHubSwitchedOff = defineDetection({
  kind: 'single',
  group: 'defenses',
  id: 'security-hub-switched-off',
  title: 'Security Hub switched off',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'Security Hub brings the findings of many services to one place. Without it, or without its standards, they reach nobody.',
  sources: ['securityhub.amazonaws.com'],
  names: [
    'DisableSecurityHub',
    'DisableSecurityHubV2',
    'BatchDisableStandards',
    'DisableImportFindingsForProduct',
    'DisableOrganizationAdminAccount',
    'DisassociateMembers',
    'DeleteMembers',
    'DisassociateFromAdministratorAccount',
    'DisassociateFromMasterAccount',
  ],
  techniques: ['T1562.001'],
  falsePositives: 'Products and standards that are replaced.',
  response: [ASK_ACTOR, step('See whether it runs.', 'aws securityhub describe-hub')],
  references: ['https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-disable.html'],
  needs: ['trail-events'],
  elsewhere: ['Splunk aws_defense_evasion_impair_security_services', 'EastTimor ct-disruption-security-hub'],
  risks: ['inadequate-monitoring'],
  examples: {
    fires: [example('Security Hub is disabled', call('DisableSecurityHub'))],
    quiet: [
      example('the call is denied', call('DisableSecurityHub', null, { error: 'AccessDeniedException' })),
      example('it is enabled', call('EnableSecurityHub')),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || isByAws(record)) return undefined

    const target = record.accountId
    return actMatch(record, {
      of: target,
      title: `Security Hub of ${target} switched off in part or whole by ${whoIn(record)}`,
      summary: `${ranIn(record)}.`,
      resources: [target],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
