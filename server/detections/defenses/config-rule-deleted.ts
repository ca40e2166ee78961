import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'

const call = callTo('config')

export const configRuleDeleted = defineDetection({
  kind: 'single',
  group: 'defenses',
  id: 'config-rule-deleted',
  title: 'Config rule deleted',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'A rule that is gone finds nothing, and what it found before is gone with it.',
  sources: ['config.amazonaws.com'],
  names: [
    'DeleteConfigRule',
    'DeleteOrganizationConfigRule',
    'DeleteConformancePack',
    'DeleteOrganizationConformancePack',
    'DeleteRemediationConfiguration',
  ],
  techniques: ['T1562.001'],
  falsePositives: 'Rules that are replaced by hand; Security Hub, which is left out.',
  response: [ASK_ACTOR, step('See which rules are left.', 'aws configservice describe-config-rules')],
  references: ['https://docs.aws.amazon.com/config/latest/developerguide/evaluate-config_delete-rules.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Elastic defense_evasion_config_service_rule_deletion',
    'Leonidas defense_evasion/config-delete-rule',
    'Tailpipe config_rule_deleted',
    'Sentinel AWS_ConfigServiceResourceDeletion',
  ],
  risks: ['inadequate-monitoring'],
  examples: {
    fires: [
      example('a user deletes a rule', call('DeleteConfigRule', { configRuleName: 'lambda-inside-vpc' })),
    ],
    quiet: [
      example(
        'the call is denied',
        call('DeleteConfigRule', { configRuleName: 'x' }, { error: 'AccessDenied' }),
      ),
      example(
        'Security Hub deletes its own',
        call('DeleteConfigRule', { configRuleName: 'securityhub-x' }, { by: 'service' }),
      ),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || isByAws(record)) return undefined

    const target =
      textOf(record, 'configRuleName') ??
      textOf(record, 'organizationConfigRuleName') ??
      textOf(record, 'conformancePackName') ??
      'a rule'
    return actMatch(record, {
      of: target,
      title: `Config rule ${target} deleted by ${whoIn(record)}`,
      summary: `${ranIn(record)}.`,
      resources: [target],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
