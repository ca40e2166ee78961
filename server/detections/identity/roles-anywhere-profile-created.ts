import { type DetectionMatch, defineDetection } from '#server/detections/define-detection.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { field, itemsOf, requestOf, textOf } from '#server/detections/facts/parameters.ts'
import { asTexts } from '#server/domain/json.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

function evaluate(record: TrailRecord): DetectionMatch | undefined {
  if (!happened(record)) return undefined
  const name = textOf(record, 'name') ?? textOf(record, 'profileId') ?? 'a profile'
  const roles = asTexts(itemsOf(field(requestOf(record), 'roleArns')))
  return actMatch(record, {
    of: name,
    title: `Roles Anywhere profile ${name} set by ${whoIn(record)}`,
    summary: `${ranIn(record)}: ${roles.length === 1 ? roles[0] : `${roles.length} roles`} can be opened with a certificate.`,
    resources: [name, ...roles.slice(0, 20)],
  })
}

export const rolesAnywhereProfileCreated = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'roles-anywhere-profile-created',
  title: 'Roles Anywhere profile created or changed',
  severity: 'low',
  why: 'The profile says which roles a certificate opens. An intruder adds a role with more rights to one that is in use already.',
  sources: ['rolesanywhere.amazonaws.com'],
  names: ['CreateProfile', 'UpdateProfile'],
  techniques: ['T1098.003'],
  falsePositives: 'Workloads outside AWS that get another role.',
  response: [
    {
      text: 'Look at the roles of the profile.',
      command: "aws rolesanywhere get-profile --profile-id '<id>'",
    },
  ],
  references: ['https://docs.aws.amazon.com/rolesanywhere/latest/userguide/introduction.html'],
  needs: ['trail-events'],
  elsewhere: ['Elastic persistence_iam_roles_anywhere_profile_created'],
  risks: ['broken-authentication'],
  examples: {
    fires: [
      {
        title: 'a profile for a role',
        records: [
          {
            source: 'rolesanywhere',
            name: 'CreateProfile',
            request: { name: 'ops', roleArns: ['arn:aws:iam::111122223333:role/ops'] },
          },
        ],
      },
    ],
    quiet: [
      {
        title: 'the call is denied',
        records: [{ source: 'rolesanywhere', name: 'CreateProfile', error: 'AccessDeniedException' }],
      },
      { title: 'a profile of another service', records: [{ source: 'transfer', name: 'CreateProfile' }] },
    ],
  },
  evaluate,
})
