import { z } from 'zod'
import { defineDetection } from '#server/detections/define-detection.ts'
import { actMatch, whoIn } from '#server/detections/facts/act-match.ts'
import { callerOf } from '#server/detections/facts/caller.ts'

const parameters = z.object({
  attempts: z.number().int().min(2).max(100).default(5).describe('Policies that were refused'),
  minutes: z.number().int().min(1).max(60).default(10).describe('Minutes in which they were tried'),
})

/** What services say of a policy that names a principal that does not exist. */
const REFUSED =
  /^(MalformedPolicyDocument(Exception)?|MalformedPolicy|InvalidPolicy(Exception)?|InvalidParameter(ValueException)?)$/
const ABOUT_PRINCIPAL = /principal/i

export const principalEnumeration = defineDetection({
  kind: 'threshold',
  group: 'identity',
  id: 'principal-enumeration',
  title: 'Names of users and roles guessed by means of policies',
  severity: 'medium',
  why: 'A policy that names a principal is refused where that principal does not exist, in any account and without a trace there. Many refusals in a row are somebody who guesses names; so here the errors are the signal.',
  sources: [
    'iam.amazonaws.com',
    's3.amazonaws.com',
    'sns.amazonaws.com',
    'sqs.amazonaws.com',
    'kms.amazonaws.com',
    'secretsmanager.amazonaws.com',
    'lambda.amazonaws.com',
    'ecr.amazonaws.com',
  ],
  names: [
    'UpdateAssumeRolePolicy',
    'CreateRole',
    'PutBucketPolicy',
    'SetTopicAttributes',
    'SetQueueAttributes',
    'PutKeyPolicy',
    'PutResourcePolicy',
    'AddPermission',
    'SetRepositoryPolicy',
  ],
  techniques: ['T1087.004', 'T1580'],
  falsePositives: 'Templates that name a principal before it exists, when they are tried again and again.',
  response: [
    { text: 'Look at the principals that were tried, in the records.', command: null },
    { text: 'Ask the actor, by another channel, whether they did this.', command: null },
  ],
  references: ['https://attack.mitre.org/techniques/T1087/004/'],
  needs: ['trail-events'],
  elsewhere: [
    'Elastic discovery_iam_principal_enumeration_via_update_assume_role_policy',
    'Splunk aws_iam_assume_role_policy_brute_force',
  ],
  risks: ['leaked-credentials', 'over-privileged-roles'],
  parameters,
  examples: {
    fires: [
      {
        title: 'a trust policy is refused five times',
        records: Array.from({ length: 5 }, (_, index) => ({
          source: 'iam',
          name: 'UpdateAssumeRolePolicy',
          error: 'MalformedPolicyDocumentException',
          errorMessage: `Invalid principal in policy: "AWS":"arn:aws:iam::444455556666:role/guess-${index}"`,
          minute: index / 10,
        })),
      },
    ],
    quiet: [
      {
        title: 'a policy has a syntax error',
        records: Array.from({ length: 6 }, (_, index) => ({
          source: 'iam',
          name: 'UpdateAssumeRolePolicy',
          error: 'MalformedPolicyDocumentException',
          errorMessage: 'Syntax errors in policy.',
          minute: index,
        })),
      },
      {
        title: 'a trust policy is changed',
        records: [{ source: 'iam', name: 'UpdateAssumeRolePolicy', request: { roleName: 'ops' } }],
      },
    ],
  },
  select: (record) => {
    if (!REFUSED.test(record.errorCode ?? '') || !ABOUT_PRINCIPAL.test(record.errorMessage ?? ''))
      return undefined
    return record.actorArn ? { key: callerOf(record) } : undefined
  },
  limit: ({ attempts, minutes }) => ({ count: attempts, windowMs: minutes * 60_000 }),
  describe: (record, { count }) =>
    actMatch(record, {
      of: 'principals',
      key: callerOf(record),
      title: `Names of users and roles guessed by ${whoIn(record)}`,
      summary: `${count} policies of ${whoIn(record)} were refused for a principal that does not exist.`,
      evidence: [{ label: 'Last refusal', value: record.errorMessage ?? '' }],
    }),
})
