import { type DetectionMatch, defineDetection } from '#server/detections/define-detection.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { textOf } from '#server/detections/facts/parameters.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

function evaluate(record: TrailRecord): DetectionMatch | undefined {
  if (!happened(record)) return undefined
  const target = textOf(record, 'userName') ?? textOf(record, 'roleName') ?? 'a principal'
  return actMatch(record, {
    of: target,
    title: `Permissions boundary of ${target} removed by ${whoIn(record)}`,
    summary: `${ranIn(record)}: ${target} may now use all that its policies allow.`,
    resources: [target],
    ...loweredForAutomation(record, 'low'),
  })
}

export const permissionsBoundaryRemoved = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'permissions-boundary-removed',
  title: 'Permissions boundary removed',
  severity: 'medium',
  severityNote: 'Low where a pipeline did it.',
  why: 'A boundary keeps delegated administrators from giving more than they have. Without it, a role that may write policies may make itself administrator.',
  sources: ['iam.amazonaws.com'],
  names: ['DeleteUserPermissionsBoundary', 'DeleteRolePermissionsBoundary'],
  techniques: ['T1098'],
  falsePositives: 'Boundaries that are given up for service control policies.',
  response: [
    {
      text: 'Put the boundary back.',
      command:
        "aws iam put-role-permissions-boundary --role-name '<role>' --permissions-boundary '<policy-arn>'",
    },
    { text: 'See what the principal did since, on the Events page.', command: null },
  ],
  references: ['https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html'],
  needs: ['trail-events'],
  elsewhere: ['Elastic privilege_escalation_iam_permissions_boundary_modified'],
  risks: ['over-privileged-roles'],
  examples: {
    fires: [
      {
        title: 'a person takes the boundary off a role',
        records: [
          { source: 'iam', name: 'DeleteRolePermissionsBoundary', request: { roleName: 'orders-api-role' } },
        ],
      },
    ],
    quiet: [
      {
        title: 'the call is denied',
        records: [
          {
            source: 'iam',
            name: 'DeleteRolePermissionsBoundary',
            error: 'AccessDenied',
            request: { roleName: 'orders-api-role' },
          },
        ],
      },
      {
        title: 'a boundary is put on',
        records: [
          {
            source: 'iam',
            name: 'PutRolePermissionsBoundary',
            request: {
              roleName: 'orders-api-role',
              permissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary',
            },
          },
        ],
      },
    ],
  },
  evaluate,
})
