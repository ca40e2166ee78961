import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch, ranIn } from '#server/detections/facts/act-match.ts'
import { isThroughService } from '#server/detections/facts/by-aws.ts'
import { functionBehind } from '#server/detections/facts/by-function.ts'
import { isPerson, isPipelineByName } from '#server/detections/facts/by-person.ts'
import { DAY, dayOf } from '#server/detections/facts/days.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { nameAtEnd } from '#server/detections/facts/name-at-end.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION, step } from '#server/detections/facts/response-steps.ts'

const chain = (role: string, minute: number) =>
  callTo('sts')(
    'AssumeRole',
    { roleArn: `arn:aws:iam::111122223333:role/${role}`, roleSessionName: 'x' },
    { by: 'function', minute },
  )

export const roleChained = defineDetection({
  kind: 'first-seen',
  group: 'sessions',
  id: 'role-chained',
  title: 'Role that assumes a role it never did',
  severity: 'medium',
  severityNote: 'High where it is the role of a function.',
  why: 'From a stolen session intruders go on to whatever it may assume, and each step hides the one before. What works assumes the same roles every day.',
  sources: ['sts.amazonaws.com'],
  names: ['AssumeRole'],
  techniques: ['T1550.001', 'T1548'],
  falsePositives: 'New code that works in another account.',
  response: [
    ASK_ACTOR,
    FOLLOW_SESSION,
    step('See who trusts the role, on the page of the role that was assumed.'),
  ],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html#iam-term-role-chaining'],
  needs: ['trail-events'],
  elsewhere: [
    'Elastic privilege_escalation_sts_role_chaining',
    'Sigma aws_sts_assumerole_misuse',
    'Splunk aws_detect_sts_assume_role_abuse',
  ],
  risks: ['leaked-credentials', 'over-privileged-roles'],
  learningDays: 14,
  memoryDays: 60,
  learns: 'account',
  examples: {
    fires: [
      example(
        'after two weeks, a function assumes another role',
        chain('orders-writer', 0),
        chain('administrator', 15 * DAY),
      ),
    ],
    quiet: [
      example('the role that it always assumes', chain('administrator', 0), chain('administrator', 15 * DAY)),
      example('a deployment with a new role', chain('orders-writer', 0), {
        ...chain('administrator', 15 * DAY),
        by: 'pipeline' as const,
      }),
      example('somebody from single sign-on', chain('orders-writer', 0), {
        ...chain('administrator', 15 * DAY),
        by: 'sso' as const,
      }),
    ],
  },
  select: (record) => {
    const role = textOf(record, 'roleArn')
    const isKnown =
      isThroughService(record) || isPerson(record) || record.tool === 'iac' || isPipelineByName(record)
    return role && record.roleArn && role !== record.roleArn && happened(record) && !isKnown
      ? { subject: record.roleArn, value: role }
      : undefined
  },
  describe: (record, { subject, value, learnedSince }, context) => {
    const name = functionBehind(record, context)
    return actMatch(record, {
      of: value,
      key: `${subject} ${value}`,
      functionName: name ?? null,
      title: `${nameAtEnd(subject)} assumed ${nameAtEnd(value)}, which it never did`,
      summary: `${ranIn(record)}; it did not assume this role since ${dayOf(learnedSince)}.`,
      resources: [subject, value],
      ...(name ? { severity: 'high' as const, severityNote: 'It is the role of a function.' } : {}),
    })
  },
})
