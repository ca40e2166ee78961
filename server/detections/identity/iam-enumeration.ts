import { z } from 'zod'
import { defineDetection } from '#server/detections/define-detection.ts'
import { actMatch, whoIn } from '#server/detections/facts/act-match.ts'
import { isByPerson } from '#server/detections/facts/by-person.ts'
import { callerOf } from '#server/detections/facts/caller.ts'

const parameters = z.object({
  calls: z.number().int().min(3).max(100).default(12).describe('Different reading calls of IAM'),
  minutes: z.number().int().min(1).max(60).default(10).describe('Minutes in which they are made'),
})

export const iamEnumeration = defineDetection({
  kind: 'threshold',
  group: 'identity',
  id: 'iam-enumeration',
  title: 'Users, roles and policies looked through',
  severity: 'low',
  why: 'Whoever has got in first asks what there is and what they may do. People who work seldom use a dozen different reading calls of IAM within minutes, outside the console.',
  sources: ['iam.amazonaws.com'],
  names: ['*'],
  techniques: ['T1087.004', 'T1069.003'],
  falsePositives:
    'Posture scanners: put their roles on the allow-list. The console is left out, since each of its pages makes many such calls.',
  response: [{ text: 'See what the actor did next, on the Events page.', command: null }],
  references: ['https://attack.mitre.org/techniques/T1087/004/'],
  needs: ['trail-events'],
  elsewhere: [
    'Sentinel AWS_UserIAMEnumeration',
    'Elastic discovery_multiple_discovery_api_calls_via_cli',
    'Panther AWS.IAM.Group.Read.Only.Events',
    'Panther AWS.CloudTrail.Account.Discovery',
  ],
  risks: ['leaked-credentials', 'over-privileged-roles'],
  parameters,
  examples: {
    fires: [
      {
        title: 'a key asks for everything',
        records: [
          'ListUsers',
          'ListRoles',
          'ListGroups',
          'ListPolicies',
          'GetAccountAuthorizationDetails',
          'GetAccountSummary',
          'ListAccessKeys',
          'ListAttachedUserPolicies',
          'ListUserPolicies',
          'GetUser',
          'ListGroupsForUser',
          'ListAccountAliases',
        ].map((name, index) => ({ source: 'iam', name, minute: index / 4 })),
      },
    ],
    quiet: [
      {
        title: 'one call is made again and again',
        records: Array.from({ length: 15 }, (_, index) => ({
          source: 'iam',
          name: 'GetUser',
          minute: index / 4,
        })),
      },
      {
        title: 'the console shows its pages',
        records: Array.from({ length: 15 }, (_, index) => ({
          source: 'iam',
          name: `List${index}`,
          by: 'console' as const,
          minute: index / 4,
        })),
      },
    ],
  },
  select: (record) => {
    if (!/^(List|Get|Simulate|Generate)/.test(record.eventName) || record.tool === 'console') return undefined
    return isByPerson(record) && record.actorArn
      ? { key: callerOf(record), value: record.eventName }
      : undefined
  },
  limit: ({ calls, minutes }) => ({ count: calls, windowMs: minutes * 60_000 }),
  describe: (record, { count, values }) =>
    actMatch(record, {
      of: 'IAM',
      key: callerOf(record),
      title: `Users, roles and policies looked through by ${whoIn(record)}`,
      summary: `${whoIn(record)} made ${count} different reading calls of IAM within minutes.`,
      evidence: [{ label: 'Calls', value: values.join(', ') }],
    }),
})
