import { type DetectionMatch, defineDetection } from '#server/detections/define-detection.ts'
import { actMatch } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { field, responseOf, textOf } from '#server/detections/facts/parameters.ts'
import { asText } from '#server/domain/json.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

function evaluate(record: TrailRecord): DetectionMatch | undefined {
  const made = field(responseOf(record), 'accessKey')
  if (record.actorType !== 'root' || !happened(record)) return undefined
  if (textOf(record, 'userName') ?? asText(field(made, 'userName'))) return undefined
  const key = asText(field(made, 'accessKeyId'))
  return actMatch(record, {
    of: key ?? 'root',
    title: `Access key of root created in ${record.accountId}`,
    summary: 'Root made a long-term key of its own, which may do everything and needs no second factor.',
    evidence: key ? [{ label: 'Access key', value: key }] : [],
  })
}

export const rootAccessKeyCreated = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'root-access-key-created',
  title: 'Access key of root created',
  severity: 'critical',
  why: 'A key of root may do everything, needs no second factor and does not expire. There is no task that needs one.',
  sources: ['iam.amazonaws.com'],
  names: ['CreateAccessKey'],
  techniques: ['T1098.001'],
  falsePositives: 'None known.',
  response: [
    {
      text: 'Sign in as root and delete the key.',
      command: "aws iam delete-access-key --access-key-id '<key>'",
    },
    { text: 'Find out who signed in as root, on the page of the session.', command: null },
  ],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/root-user-best-practices.html'],
  needs: ['trail-events'],
  elsewhere: ['Panther AWS.CloudTrail.RootAccessKeyCreated'],
  risks: ['leaked-credentials', 'over-privileged-roles'],
  examples: {
    fires: [
      {
        title: 'root makes a key',
        records: [
          {
            source: 'iam',
            name: 'CreateAccessKey',
            by: 'root',
            response: { accessKey: { accessKeyId: 'AKIAEXAMPLENEW' } },
          },
        ],
      },
    ],
    quiet: [
      {
        title: 'root makes a key for a user',
        records: [{ source: 'iam', name: 'CreateAccessKey', by: 'root', request: { userName: 'alice' } }],
      },
      { title: 'a user makes a key', records: [{ source: 'iam', name: 'CreateAccessKey', by: 'user' }] },
    ],
  },
  evaluate,
})
