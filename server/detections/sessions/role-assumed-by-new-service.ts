import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example } from '#server/detections/example-call.ts'
import { actMatch } from '#server/detections/facts/act-match.ts'
import { DAY, dayOf } from '#server/detections/facts/days.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { nameAtEnd } from '#server/detections/facts/name-at-end.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { step } from '#server/detections/facts/response-steps.ts'

const assume = (service: string, minute: number) =>
  callTo('sts')(
    'AssumeRole',
    { roleArn: 'arn:aws:iam::111122223333:role/orders-api-role', roleSessionName: 'x' },
    { by: 'service', minute, more: { userIdentity: { type: 'AWSService', invokedBy: service } } },
  )

export const roleAssumedByNewService = defineDetection({
  kind: 'first-seen',
  group: 'sessions',
  id: 'role-assumed-by-new-service',
  title: 'Role assumed by a service that never did',
  severity: 'info',
  why: 'A service that assumes a role for the first time runs something new with its rights: an instance, a build, a task.',
  sources: ['sts.amazonaws.com'],
  names: ['AssumeRole'],
  techniques: ['T1550.001'],
  falsePositives: 'New things that are deployed.',
  response: [step('See what of the service uses the role, on the page of the role.')],
  references: ['https://attack.mitre.org/techniques/T1550/001/'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther Role.Assumed.by.AWS.Service',
    'Elastic privilege_escalation_role_assumption_by_service',
  ],
  risks: ['over-privileged-roles'],
  learningDays: 14,
  memoryDays: 60,
  learns: 'account',
  examples: {
    fires: [
      example(
        'after two weeks, another service',
        assume('lambda.amazonaws.com', 0),
        assume('ec2.amazonaws.com', 15 * DAY),
      ),
    ],
    quiet: [
      example(
        'the same service',
        assume('lambda.amazonaws.com', 0),
        assume('lambda.amazonaws.com', 15 * DAY),
      ),
      example(
        'while the account is learned',
        assume('lambda.amazonaws.com', 0),
        assume('ec2.amazonaws.com', DAY),
      ),
    ],
  },
  select: (record) => {
    const role = textOf(record, 'roleArn')
    return role && happened(record) && record.actorType === 'service' && record.invokedBy
      ? { subject: role, value: record.invokedBy }
      : undefined
  },
  describe: (record, { subject, value, learnedSince }) =>
    actMatch(record, {
      of: subject,
      key: `${subject} ${value}`,
      title: `${nameAtEnd(subject)} assumed by ${value}, which never did`,
      summary: `${value} assumed ${nameAtEnd(subject)}; it did not since ${dayOf(learnedSince)}.`,
      resources: [subject],
    }),
})
