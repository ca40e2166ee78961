import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'

const call = callTo('inspector2')

export const inspectorSwitchedOff = defineDetection({
  kind: 'single',
  group: 'defenses',
  id: 'inspector-switched-off',
  title: 'Inspector switched off',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'Inspector finds known holes in the code and packages of functions. Without it, or with a filter that suppresses, they stay.',
  sources: ['inspector2.amazonaws.com'],
  names: ['Disable', 'DisableDelegatedAdminAccount', 'DisassociateMember', 'CreateFilter', 'UpdateFilter'],
  techniques: ['T1562.001'],
  falsePositives: 'Products that are replaced; noise that is filtered on purpose.',
  response: [ASK_ACTOR, step('See what it looks at.', 'aws inspector2 batch-get-account-status')],
  references: ['https://docs.aws.amazon.com/inspector/latest/user/scanning-lambda.html'],
  needs: ['trail-events'],
  elsewhere: ['EastTimor ct-disruption-inspector'],
  risks: ['inadequate-monitoring'],
  examples: {
    fires: [
      example('scans of functions are disabled', call('Disable', { resourceTypes: ['LAMBDA'] })),
      example('findings are suppressed', call('CreateFilter', { name: 'quiet', action: 'SUPPRESS' })),
    ],
    quiet: [
      example('a filter only for viewing', call('CreateFilter', { name: 'mine', action: 'NONE' })),
      example('the call is denied', call('Disable', null, { error: 'AccessDeniedException' })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || isByAws(record)) return undefined
    if (record.eventName.endsWith('Filter') && textOf(record, 'action') !== 'SUPPRESS') return undefined
    const target = textOf(record, 'name') ?? record.accountId
    return actMatch(record, {
      of: target,
      title: `Inspector ${record.eventName.endsWith('Filter') ? 'made to overlook something with' : 'switched off for'} ${target} by ${whoIn(record)}`,
      summary: `${ranIn(record)}.`,
      resources: [target],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
