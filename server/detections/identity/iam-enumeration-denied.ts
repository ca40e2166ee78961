import { z } from 'zod'
import { defineDetection } from '#server/detections/define-detection.ts'
import { actMatch, whoIn } from '#server/detections/facts/act-match.ts'
import { isThroughService } from '#server/detections/facts/by-aws.ts'
import { callerOf } from '#server/detections/facts/caller.ts'
import { isDenied } from '#server/detections/facts/denied.ts'

const parameters = z.object({
  calls: z.number().int().min(2).max(100).default(5).describe('Different calls of IAM that were denied'),
  minutes: z.number().int().min(1).max(60).default(10).describe('Minutes in which they are made'),
})

export const iamEnumerationDenied = defineDetection({
  kind: 'threshold',
  group: 'identity',
  id: 'iam-enumeration-denied',
  title: 'IAM tried out by one who may not',
  severity: 'medium',
  why: 'A role that works as it should knows what it may do. One that is denied several different calls of IAM within minutes is being tried out; so here the denials are the signal.',
  sources: ['iam.amazonaws.com'],
  names: ['*'],
  techniques: ['T1087.004', 'T1580'],
  falsePositives:
    'People who open the IAM console with a role that may not read it; scanners with too few rights.',
  response: [
    { text: 'Ask the actor, by another channel, whether they did this.', command: null },
    { text: 'Where it is a role of a function, look for leaked credentials.', command: null },
  ],
  references: ['https://attack.mitre.org/techniques/T1087/004/'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.IAMUser.ReconAccessDenied',
    'Splunk aws_iam_accessdenied_discovery_events',
    'Chronicle aws_iam_access_denied_discovery_events',
  ],
  risks: ['leaked-credentials'],
  parameters,
  examples: {
    fires: [
      {
        title: 'a key is denied five different calls',
        records: ['ListUsers', 'ListRoles', 'GetUser', 'ListPolicies', 'CreateUser'].map((name) => ({
          source: 'iam',
          name,
          error: 'AccessDenied',
        })),
      },
    ],
    quiet: [
      {
        title: 'the same call is denied again and again',
        records: Array.from({ length: 8 }, () => ({ source: 'iam', name: 'GetRole', error: 'AccessDenied' })),
      },
      {
        title: 'the calls fail for other reasons',
        records: ['GetUser', 'GetRole', 'GetPolicy', 'GetGroup', 'GetRolePolicy'].map((name) => ({
          source: 'iam',
          name,
          error: 'NoSuchEntityException',
        })),
      },
    ],
  },
  select: (record) => {
    if (!isDenied(record) || isThroughService(record) || record.tool === 'console') return undefined
    return record.actorArn ? { key: callerOf(record), value: record.eventName } : undefined
  },
  limit: ({ calls, minutes }) => ({ count: calls, windowMs: minutes * 60_000 }),
  describe: (record, { count, values }) =>
    actMatch(record, {
      of: 'IAM',
      key: callerOf(record),
      title: `IAM tried out by ${whoIn(record)}, who may not`,
      summary: `${whoIn(record)} was denied ${count} different calls of IAM within minutes.`,
      evidence: [{ label: 'Denied calls', value: values.join(', ') }],
    }),
})
