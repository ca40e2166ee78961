import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import type { ExampleActor } from '#server/detections/example-record.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { DAY, dayOf } from '#server/detections/facts/days.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { nameAtEnd } from '#server/detections/facts/name-at-end.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION } from '#server/detections/facts/response-steps.ts'

const assume = (by: ExampleActor, minute: number) =>
  callTo('sts')(
    'AssumeRole',
    { roleArn: 'arn:aws:iam::111122223333:role/support', roleSessionName: 'x' },
    { by, minute },
  )

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
    ],
  },
  select: (record) => {
    const role = textOf(record, 'roleArn')
    return role &&
      happened(record) &&
      (record.actorType === 'user' || record.actorType === 'other-account') &&
      record.actorArn
      ? { subject: record.actorArn, value: role }
      : undefined
  },
  describe: (record, { value, learnedSince }) =>
    actMatch(record, {
      of: value,
      title: `${nameAtEnd(value)} assumed by ${whoIn(record)}, who never did`,
      summary: `${ranIn(record)}; ${whoIn(record)} did not assume it since ${dayOf(learnedSince)}.`,
      resources: [value],
      ...(record.actorType === 'other-account'
        ? { severity: 'medium' as const, severityNote: 'The caller is of another account.' }
        : {}),
    }),
})
