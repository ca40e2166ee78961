import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'

const call = callTo('macie2')

export const macieWeakened = defineDetection({
  kind: 'single',
  group: 'defenses',
  id: 'macie-weakened',
  title: 'Macie switched off or made to overlook something',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'Macie tells where personal data lies open. A session that publishes seldom, a filter or a member that leaves hides what it finds.',
  sources: ['macie2.amazonaws.com', 'macie.amazonaws.com'],
  names: [
    'DisableMacie',
    'UpdateMacieSession',
    'ArchiveFindings',
    'CreateFindingsFilter',
    'UpdateFindingsFilter',
    'DeleteMember',
    'DisassociateMember',
    'DisassociateFromMasterAccount',
    'DisassociateFromAdministratorAccount',
    'DisableOrganizationAdminAccount',
  ],
  techniques: ['T1562.001'],
  falsePositives: 'Settings of the platform team.',
  response: [ASK_ACTOR, step('See whether it runs.', 'aws macie2 get-macie-session')],
  references: ['https://docs.aws.amazon.com/macie/latest/user/what-is-macie.html'],
  needs: ['trail-events'],
  elsewhere: ['Panther AWS.Macie.Evasion', 'EastTimor ct-disruption-macie2'],
  risks: ['inadequate-monitoring'],
  examples: {
    fires: [
      example(
        'the session publishes seldom',
        call('UpdateMacieSession', { findingPublishingFrequency: 'SIX_HOURS' }),
      ),
    ],
    quiet: [
      example('somebody lists members', call('ListMembers')),
      example('the call is denied', call('DisableMacie', null, { error: 'AccessDeniedException' })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || isByAws(record)) return undefined

    const target = record.accountId
    return actMatch(record, {
      of: target,
      title: `Macie of ${target} weakened by ${whoIn(record)}`,
      summary: `${ranIn(record)}.`,
      resources: [target],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
