import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'

const call = callTo('guardduty')

export const guarddutyFindingsHidden = defineDetection({
  kind: 'single',
  group: 'defenses',
  id: 'guardduty-findings-hidden',
  title: 'GuardDuty made to overlook something',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'A filter that archives, or a list of trusted addresses, hides findings before anybody sees them. The detector goes on and looks healthy.',
  sources: ['guardduty.amazonaws.com'],
  names: [
    'CreateFilter',
    'UpdateFilter',
    'CreateIPSet',
    'UpdateIPSet',
    'CreateTrustedEntitySet',
    'UpdateTrustedEntitySet',
    'UpdateThreatIntelSet',
    'DeleteThreatIntelSet',
    'ArchiveFindings',
  ],
  techniques: ['T1562.001'],
  falsePositives: 'Noise that is filtered on purpose.',
  response: [
    ASK_ACTOR,
    step('See which filters there are.', "aws guardduty list-filters --detector-id '<detector>'"),
  ],
  references: ['https://docs.aws.amazon.com/guardduty/latest/ug/findings_suppression-rule.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Elastic defense_evasion_guardduty_finding_suppression',
    'Chronicle aws_guardduty_trusted_or_threat_ip_lists_tampered',
    'Leonidas defense_evasion/add-new-guardduty-ip-set',
    'Sigma aws_guardduty_disruption',
  ],
  risks: ['inadequate-monitoring'],
  examples: {
    fires: [
      example(
        'findings are archived as they come',
        call('CreateFilter', { detectorId: 'd1', name: 'quiet', action: 'ARCHIVE' }),
      ),
      example(
        'addresses are trusted',
        call('CreateIPSet', { detectorId: 'd1', name: 'office', activate: true }),
      ),
    ],
    quiet: [
      example(
        'a filter only for viewing',
        call('CreateFilter', { detectorId: 'd1', name: 'mine', action: 'NOOP' }),
      ),
      example(
        'the call is denied',
        call('CreateIPSet', { detectorId: 'd1' }, { error: 'AccessDeniedException' }),
      ),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || isByAws(record)) return undefined
    if (/Filter$/.test(record.eventName) && textOf(record, 'action') !== 'ARCHIVE') return undefined
    const target =
      textOf(record, 'name') ??
      textOf(record, 'filterName') ??
      textOf(record, 'ipSetId') ??
      textOf(record, 'detectorId') ??
      'a list'
    return actMatch(record, {
      of: target,
      title: `GuardDuty made to overlook something with ${target} by ${whoIn(record)}`,
      summary: `${ranIn(record)}.`,
      resources: [target],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
