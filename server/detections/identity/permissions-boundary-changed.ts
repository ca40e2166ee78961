import { type DetectionMatch, defineDetection } from '#server/detections/define-detection.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { isByPerson } from '#server/detections/facts/by-person.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

/** AWS's own policies that bound nothing. */
const BOUNDLESS = /:aws:policy\/(AdministratorAccess|PowerUserAccess)$/

function evaluate(record: TrailRecord): DetectionMatch | undefined {
  const boundary = textOf(record, 'permissionsBoundary')
  if (!happened(record) || !boundary) return undefined
  const isBoundless = BOUNDLESS.test(boundary)
  if (!isBoundless && !isByPerson(record)) return undefined
  const target = textOf(record, 'userName') ?? textOf(record, 'roleName') ?? 'a principal'
  return actMatch(record, {
    of: target,
    title: `Permissions boundary of ${target} changed by ${whoIn(record)}`,
    summary: `${ranIn(record)}: the boundary of ${target} is now ${boundary}.`,
    resources: [target],
    evidence: [{ label: 'Boundary', value: boundary }],
    ...(isBoundless
      ? { severity: 'medium' as const, severityNote: 'The new boundary bounds next to nothing.' }
      : {}),
  })
}

export const permissionsBoundaryChanged = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'permissions-boundary-changed',
  title: 'Permissions boundary changed by a person',
  severity: 'low',
  severityNote: 'Medium where the new boundary is an AWS policy that allows nearly everything.',
  why: 'A wider boundary gives back what it was there to keep. It looks like care and can be the step before a wider policy.',
  sources: ['iam.amazonaws.com'],
  names: ['PutUserPermissionsBoundary', 'PutRolePermissionsBoundary'],
  techniques: ['T1098'],
  falsePositives: 'Administrators who bring in boundaries.',
  response: [
    {
      text: 'Compare the boundary with the one before.',
      command: "aws iam get-policy --policy-arn '<policy-arn>'",
    },
  ],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html'],
  needs: ['trail-events'],
  elsewhere: ['Elastic privilege_escalation_iam_permissions_boundary_modified'],
  risks: ['over-privileged-roles'],
  examples: {
    fires: [
      {
        title: 'a person sets another boundary',
        records: [
          {
            source: 'iam',
            name: 'PutUserPermissionsBoundary',
            request: { userName: 'bob', permissionsBoundary: 'arn:aws:iam::aws:policy/AdministratorAccess' },
          },
        ],
      },
    ],
    quiet: [
      {
        title: 'the pipeline sets the boundary of a role that it makes',
        records: [
          {
            source: 'iam',
            name: 'PutRolePermissionsBoundary',
            by: 'pipeline',
            request: {
              roleName: 'orders-api-role',
              permissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary',
            },
          },
        ],
      },
      {
        title: 'what was asked for is not recorded',
        records: [{ source: 'iam', name: 'PutRolePermissionsBoundary', request: null }],
      },
    ],
  },
  evaluate,
})
