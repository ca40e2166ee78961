import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'

const call = callTo('organizations')

export const organizationLeft = defineDetection({
  kind: 'single',
  group: 'defenses',
  id: 'organization-left',
  title: 'Account leaves the organisation',
  severity: 'high',
  severityNote: 'Critical where it succeeded.',
  why: 'Outside the organisation none of its guardrails, trails and bills hold. Nobody tries that by mistake, so here a denial counts too.',
  sources: ['organizations.amazonaws.com'],
  names: ['LeaveOrganization', 'RemoveAccountFromOrganization'],
  techniques: ['T1666', 'T1562.001'],
  falsePositives: 'Accounts that are sold or handed over.',
  response: [
    ASK_ACTOR,
    step('See which organisation the account is in.', 'aws organizations describe-organization'),
    FOLLOW_SESSION,
  ],
  references: ['https://attack.mitre.org/techniques/T1666/'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.CloudTrail.AttemptToLeaveOrg',
    'Elastic defense_evasion_organizations_leave_organization',
    'Stratus Red Team aws.defense-evasion.organizations-leave',
    'Chronicle aws_account_leaving_or_removed_from_organization',
    'EastTimor ct-disruption-organizations',
  ],
  risks: ['ungoverned-assets'],
  examples: {
    fires: [
      example(
        'the account tries to leave and may not',
        call('LeaveOrganization', null, { error: 'AccessDeniedException' }),
      ),
      example(
        'an account is taken out',
        call('RemoveAccountFromOrganization', { accountId: '444455556666' }),
      ),
    ],
    quiet: [
      example(
        'an account is invited',
        call('InviteAccountToOrganization', { target: { id: '444455556666' } }),
      ),
      example('somebody looks', call('DescribeOrganization')),
    ],
  },
  evaluate: (record) => {
    const account = textOf(record, 'accountId') ?? record.accountId
    const isDone = happened(record)
    return actMatch(record, {
      of: account,
      title: `${account} ${isDone ? 'left the organisation' : 'tried to leave the organisation'}, by ${whoIn(record)}`,
      summary: isDone
        ? `${ranIn(record)}.`
        : `${ranIn(record)}, which failed: ${record.errorCode ?? 'no reason is recorded'}.`,
      resources: [account],
      ...(isDone ? { severity: 'critical' as const, severityNote: 'It succeeded.' } : {}),
    })
  },
})
