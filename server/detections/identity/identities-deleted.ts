import { z } from 'zod'
import { defineDetection } from '#server/detections/define-detection.ts'
import { example, repeated } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { principalTarget } from '#server/detections/facts/iam-target.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, FOLLOW_SESSION } from '#server/detections/facts/response-steps.ts'
import { IAM, iam } from './iam-source.ts'

const remove = (userName: string, minute: number) => iam('DeleteLoginProfile', { userName }, { minute })

export const identitiesDeleted = defineDetection({
  kind: 'threshold',
  group: 'identity',
  id: 'identities-deleted',
  title: 'Many users, roles, keys or passwords deleted',
  severity: 'high',
  severityNote: 'Low where a pipeline or infrastructure as code did it, as when a stack is removed.',
  why: 'One actor takes several others out within minutes. That locks out those who could stop them.',
  sources: IAM,
  names: ['DeleteAccessKey', 'DeleteLoginProfile', 'DeleteRole', 'DeleteUser'],
  techniques: ['T1531', 'T1485'],
  falsePositives: 'Clearing up many users at once.',
  parameters: z.object({
    identities: z
      .int()
      .min(2)
      .max(1000)
      .default(5)
      .describe('Different users and roles that one actor takes out'),
    minutes: z.int().min(1).max(1440).default(15).describe('Minutes within which that happens'),
  }),
  response: [ASK_ACTOR, FOLLOW_SESSION],
  references: ['https://attack.mitre.org/techniques/T1531/'],
  needs: ['trail-events'],
  elsewhere: [],
  risks: ['denial-of-service', 'broken-authentication'],
  examples: {
    fires: [example('five passwords', ...repeated(5, (i) => remove(`user-${i}`, i)))],
    quiet: [
      example('three passwords', ...repeated(3, (i) => remove(`user-${i}`, i))),
      example(
        'all of one user',
        iam('DeleteLoginProfile', { userName: 'alice' }),
        ...repeated(5, (i) => iam('DeleteAccessKey', { userName: 'alice', accessKeyId: `AKIAEXAMPLE${i}` })),
        iam('DeleteUser', { userName: 'alice' }),
      ),
    ],
  },
  select: (record) => {
    const isNamed = textOf(record, 'userName') !== undefined || textOf(record, 'roleName') !== undefined
    return happened(record) && isNamed ? { key: record.actorArn, value: principalTarget(record) } : undefined
  },
  limit: ({ identities, minutes }) => ({ count: identities, windowMs: minutes * 60_000 }),
  describe: (record, { count, values }) =>
    actMatch(record, {
      of: 'identities',
      title: `${count} users or roles taken out by ${whoIn(record)}`,
      summary: `${ranIn(record)} and the like on ${count} users or roles: ${values.slice(0, 10).join(', ')}.`,
      resources: values.slice(0, 50),
      ...loweredForAutomation(record, 'low'),
    }),
})
