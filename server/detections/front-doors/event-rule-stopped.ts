import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'

const events = callTo('events')
const WHAT: Record<string, string> = {
  DeleteRule: 'is deleted',
  DisableRule: 'is switched off',
  RemoveTargets: 'no longer starts what it started',
}

export const eventRuleStopped = defineDetection({
  kind: 'single',
  group: 'front-doors',
  id: 'event-rule-stopped',
  title: 'EventBridge rule switched off or deleted',
  severity: 'low',
  severityNote: 'Info where a pipeline or infrastructure as code did it.',
  why: 'The functions that it started do not run any more, and nothing fails loudly. Rules also carry findings and CloudTrail records to those who are to react.',
  sources: ['events.amazonaws.com'],
  names: Object.keys(WHAT),
  techniques: ['T1489', 'T1562.001'],
  falsePositives: 'Maintenance, and schedules that are no longer needed.',
  response: [
    ASK_ACTOR,
    step('To have it work again, switch it on.', "aws events enable-rule --name '<rule>'"),
    step('See what it starts.', "aws events list-targets-by-rule --rule '<rule>'"),
  ],
  references: ['https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_DisableRule.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Elastic impact_aws_eventbridge_rule_disabled_or_deleted',
    'Tailpipe eventbridge_rule_deleted',
    'Tailpipe eventbridge_rule_disabled',
  ],
  risks: ['denial-of-service', 'inadequate-monitoring'],
  examples: {
    fires: [
      example('a person switches it off', events('DisableRule', { name: 'nightly' })),
      example('a stack is removed', events('DeleteRule', { name: 'nightly' }, { by: 'pipeline' })),
    ],
    quiet: [
      example('it is switched on', events('EnableRule', { name: 'nightly' })),
      example('it is denied', events('DeleteRule', null, { error: 'AccessDenied' })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record)) return undefined
    const rule = textOf(record, 'name') ?? textOf(record, 'rule') ?? 'a rule'
    return actMatch(record, {
      of: rule,
      title: `EventBridge rule ${rule} stopped by ${whoIn(record)}`,
      summary: `${ranIn(record)}: ${rule} ${WHAT[record.eventName]}.`,
      resources: [rule],
      ...loweredForAutomation(record, 'info'),
    })
  },
})
