import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, brief, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByAws } from '#server/detections/facts/by-aws.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { field, itemsOf, requestOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { asTexts } from '#server/domain/json.ts'

const call = callTo('guardduty')

export const guarddutyMembersRemoved = defineDetection({
  kind: 'single',
  group: 'defenses',
  id: 'guardduty-members-removed',
  title: 'GuardDuty no longer watches member accounts',
  severity: 'medium',
  severityNote: 'Low where a pipeline or infrastructure as code did it.',
  why: 'The administrator of GuardDuty sees the findings of all members. An account that leaves it is watched by nobody from then on.',
  sources: ['guardduty.amazonaws.com'],
  names: [
    'DeleteMembers',
    'DisassociateMembers',
    'StopMonitoringMembers',
    'DisassociateFromMasterAccount',
    'DisassociateFromAdministratorAccount',
    'DisableOrganizationAdminAccount',
  ],
  techniques: ['T1562.001'],
  falsePositives: 'Accounts that are closed or handed over.',
  response: [
    ASK_ACTOR,
    step('See which members are left.', "aws guardduty list-members --detector-id '<detector>'"),
  ],
  references: ['https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_accounts.html'],
  needs: ['trail-events'],
  elsewhere: ['Elastic defense_evasion_guardduty_member_manipulation'],
  risks: ['inadequate-monitoring'],
  examples: {
    fires: [
      example(
        'members are taken out',
        call('DisassociateMembers', { detectorId: 'd1', accountIds: ['444455556666'] }),
      ),
    ],
    quiet: [
      example(
        'the call is denied',
        call('DeleteMembers', { detectorId: 'd1' }, { error: 'AccessDeniedException' }),
      ),
      example('members are added', call('CreateMembers', { detectorId: 'd1' })),
    ],
  },
  evaluate: (record) => {
    if (!happened(record) || isByAws(record)) return undefined

    const target = brief(
      asTexts(itemsOf(field(requestOf(record), 'accountIds'))).join(', ') || record.accountId,
      200,
    )
    return actMatch(record, {
      of: target,
      title: `GuardDuty no longer watches ${target}, by ${whoIn(record)}`,
      summary: `${ranIn(record)}.`,
      resources: [target],
      ...loweredForAutomation(record, 'low'),
    })
  },
})
