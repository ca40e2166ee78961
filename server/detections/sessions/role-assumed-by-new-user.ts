import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { type ExampleActor, OTHER_ACCOUNT } from '#server/detections/example-record.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { DAY, dayOf } from '#server/detections/facts/days.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { nameAtEnd } from '#server/detections/facts/name-at-end.ts'
import { field, textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION } from '#server/detections/facts/response-steps.ts'
import { asText } from '#server/domain/json.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

const assume = (by: ExampleActor, minute: number) =>
  callTo('sts')(
    'AssumeRole',
    { roleArn: 'arn:aws:iam::111122223333:role/support', roleSessionName: 'x' },
    { by, minute },
  )

/** The user; of another account the account, since its sessions have a name each. */
function callerIn(record: TrailRecord): string | undefined {
  if (record.actorType === 'user') return record.actorArn || undefined
  if (record.actorType !== 'other-account') return undefined
  return asText(field(record.raw.userIdentity, 'accountId')) ?? (record.actorArn || undefined)
}

export const roleAssumedByNewUser = defineDetection({
  kind: 'first-seen',
  group: 'sessions',
  id: 'role-assumed-by-new-user',
  title: 'Role assumed by a user that never did',
  severity: 'low',
  severityNote: 'Medium where the caller is of another account.',
  why: 'Roles are assumed by the same few, every day. A new one is a new colleague, or somebody who tries which roles a stolen key opens.',
  sources: ['sts.amazonaws.com'],
  names: ['AssumeRole'],
  techniques: ['T1550.001', 'T1078.004'],
  falsePositives: 'New colleagues and new tasks.',
  response: [ASK_ACTOR, FOLLOW_SESSION],
  references: ['https://attack.mitre.org/techniques/T1550/001/'],
  needs: ['trail-events'],
  elsewhere: ['Elastic privilege_escalation_role_assumption_by_user', 'Panther Role.Assumed.by.User'],
  risks: ['leaked-credentials', 'over-privileged-roles'],
  learningDays: 14,
  memoryDays: 60,
  learns: 'account',
  examples: {
    fires: [example('after two weeks, another user', assume('pipeline', 0), assume('user', 15 * DAY))],
    quiet: [
      example('the same user', assume('user', 0), assume('user', 15 * DAY)),
      example('the call is denied', assume('pipeline', 0), {
        ...assume('user', 15 * DAY),
        error: 'AccessDenied',
      }),
      example('a service assumes it', assume('pipeline', 0), assume('service', 15 * DAY)),
      example('another account that always did, with another session', assume('other-account', 0), {
        ...assume('other-account', 15 * DAY),
        more: { userIdentity: { type: 'AWSAccount', accountId: OTHER_ACCOUNT, principalId: 'AROAX:run-2' } },
      }),
    ],
  },
  select: (record) => {
    const role = textOf(record, 'roleArn')
    const caller = callerIn(record)
    return role && caller && happened(record) ? { subject: caller, value: role } : undefined
  },
  describe: (record, { subject, value, learnedSince }) =>
    actMatch(record, {
      of: value,
      key: `${subject} ${value}`,
      title: `${nameAtEnd(value)} assumed by ${record.actorType === 'other-account' ? `account ${subject}` : whoIn(record)}, who never did`,
      summary: `${ranIn(record)}; ${record.actorType === 'other-account' ? `account ${subject}` : whoIn(record)} did not assume it since ${dayOf(learnedSince)}.`,
      resources: [value],
      ...(record.actorType === 'other-account'
        ? { severity: 'medium' as const, severityNote: 'The caller is of another account.' }
        : {}),
    }),
})
