import { type DetectionMatch, defineDetection } from '#server/detections/define-detection.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { loweredForAutomation } from '#server/detections/facts/lowered.ts'
import { field, requestOf, textOf } from '#server/detections/facts/parameters.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

function evaluate(record: TrailRecord): DetectionMatch | undefined {
  if (!happened(record)) return undefined
  const name = textOf(record, 'name') ?? textOf(record, 'trustAnchorId') ?? 'a trust anchor'
  const isOwnAuthority = field(field(requestOf(record), 'source'), 'sourceType') === 'AWS_ACM_PCA'
  return actMatch(record, {
    of: name,
    title: `Trust anchor ${name} of Roles Anywhere set by ${whoIn(record)}`,
    summary: `${ranIn(record)}: certificates of ${isOwnAuthority ? 'a private authority in AWS' : 'an authority outside AWS'} open roles from anywhere.`,
    resources: [name],
    ...(isOwnAuthority
      ? { severity: 'low' as const, severityNote: 'The authority is a private one in AWS.' }
      : loweredForAutomation(record, 'low')),
  })
}

export const trustAnchorCreated = defineDetection({
  kind: 'single',
  group: 'identity',
  id: 'trust-anchor-created',
  title: 'Trust anchor of Roles Anywhere created or changed',
  severity: 'medium',
  severityNote: 'Low where the authority is a private one in AWS, or a pipeline did it.',
  why: "Who holds the authority's key signs certificates that open roles from anywhere. It outlives every rotated key and password.",
  sources: ['rolesanywhere.amazonaws.com'],
  names: ['CreateTrustAnchor', 'UpdateTrustAnchor'],
  techniques: ['T1098.003', 'T1550'],
  falsePositives: 'Workloads outside AWS that are connected for the first time.',
  response: [
    {
      text: 'Switch the trust anchor off until it is clear whose it is.',
      command: "aws rolesanywhere disable-trust-anchor --trust-anchor-id '<id>'",
    },
    { text: 'List its sessions, on the Events page: CreateSession of rolesanywhere.', command: null },
  ],
  references: ['https://docs.aws.amazon.com/rolesanywhere/latest/userguide/introduction.html'],
  needs: ['trail-events'],
  elsewhere: [
    'Stratus Red Team aws.persistence.rolesanywhere-create-trust-anchor',
    'Elastic persistence_iam_roles_anywhere_trusted_anchor_created_with_external_ca',
  ],
  risks: ['broken-authentication'],
  examples: {
    fires: [
      {
        title: 'an authority outside AWS',
        records: [
          {
            source: 'rolesanywhere',
            name: 'CreateTrustAnchor',
            request: { name: 'anchor', source: { sourceType: 'CERTIFICATE_BUNDLE' } },
          },
        ],
      },
    ],
    quiet: [
      {
        title: 'the call is denied',
        records: [{ source: 'rolesanywhere', name: 'CreateTrustAnchor', error: 'AccessDeniedException' }],
      },
      {
        title: 'somebody lists trust anchors',
        records: [{ source: 'rolesanywhere', name: 'ListTrustAnchors' }],
      },
    ],
  },
  evaluate,
})
