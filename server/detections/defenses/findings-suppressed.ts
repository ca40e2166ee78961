import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { requestOf, textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'

const call = callTo('securityhub')

export const findingsSuppressed = defineDetection({
  kind: 'single',
  group: 'defenses',
  id: 'findings-suppressed',
  title: 'Findings of Security Hub suppressed',
  severity: 'medium',
  severityNote: 'Low where a pipeline did it.',
  why: 'A finding that is suppressed is no longer shown, and nobody deals with it. Insights that are deleted take the view away that somebody works with.',
  sources: ['securityhub.amazonaws.com'],
  names: [
    'BatchUpdateFindings',
    'BatchUpdateFindingsV2',
    'UpdateFindings',
    'UpdateInsight',
    'DeleteInsight',
    'CreateAutomationRule',
    'CreateAutomationRuleV2',
  ],
  techniques: ['T1562.001'],
  falsePositives: 'Findings that were looked at and accepted.',
  response: [
    ASK_ACTOR,
    step(
      'See which findings are suppressed.',
      'aws securityhub get-findings --filters \'{"WorkflowStatus":[{"Value":"SUPPRESSED","Comparison":"EQUALS"}]}\'',
    ),
  ],
  references: ['https://docs.aws.amazon.com/securityhub/latest/userguide/finding-workflow-status.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.SecurityHub.Finding.Evasion',
    'Sigma aws_securityhub_finding_evasion',
    'EastTimor ct-disruption-security-hub-findings',
  ],
  risks: ['inadequate-monitoring'],
  examples: {
    fires: [
      example('findings are suppressed', call('BatchUpdateFindings', { workflow: { status: 'SUPPRESSED' } })),
      example(
        'an insight is deleted',
        call('DeleteInsight', {
          insightArn: 'arn:aws:securityhub:eu-west-1:111122223333:insight/111122223333/custom/x',
        }),
      ),
    ],
    quiet: [
      example('a finding is resolved', call('BatchUpdateFindings', { workflow: { status: 'RESOLVED' } })),
      example('the call is denied', call('DeleteInsight', null, { error: 'AccessDeniedException' })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || isByAws(record)) return undefined
    if (
      /^(BatchUpdate|CreateAutomation)/.test(record.eventName) &&
      !JSON.stringify(requestOf(record)).includes('SUPPRESSED')
    )
      return undefined
    const target = textOf(record, 'insightArn') ?? textOf(record, 'ruleName') ?? 'findings'
    return actMatch(record, {
      of: target,
      title: `${record.eventName.includes('Insight') ? 'Insight' : 'Findings'} of Security Hub ${record.eventName === 'DeleteInsight' ? 'deleted' : 'changed'} by ${whoIn(record)}`,
      summary: `${ranIn(record)}.`,
      resources: [target],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
