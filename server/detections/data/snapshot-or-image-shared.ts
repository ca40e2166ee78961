import { defineDetection } from '#server/detections/define-detection.ts'
import { callTo, example, within } from '#server/detections/example-call.ts'
import { actMatch, ranIn, whoIn } from '#server/detections/facts/act-match.ts'
import { happened } from '#server/detections/facts/happened.ts'
import { accountIn, isOutside } from '#server/detections/facts/outside-accounts.ts'
import { field, itemsOf, requestOf, textOf } from '#server/detections/facts/parameters.ts'
import { ASK_ACTOR, step } from '#server/detections/facts/response-steps.ts'
import { asText, asTexts, type JsonObject } from '#server/domain/json.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'

const share = (one: JsonObject) =>
  callTo('ec2')('ModifySnapshotAttribute', {
    snapshotId: 'snap-1',
    attributeType: 'CREATE_VOLUME_PERMISSION',
    createVolumePermission: { add: { items: [one] } },
  })
/** With whom it is shared from now on: account ids, or "all". */
function sharedWith(record: TrailRecord): string[] {
  const request = requestOf(record)
  const added = ['createVolumePermission', 'launchPermission'].flatMap((name) =>
    itemsOf(field(field(request, name), 'add')),
  )
  return [
    ...added.flatMap((one) => [asText(field(one, 'group')) ?? [], asText(field(one, 'userId')) ?? []].flat()),
    ...asTexts(itemsOf(field(request, 'valuesToAdd'))),
  ]
}

export const snapshotOrImageShared = defineDetection({
  kind: 'single',
  group: 'data',
  id: 'snapshot-or-image-shared',
  title: 'Snapshot or image shared outside',
  severity: 'high',
  severityNote: 'Critical where everybody may have it.',
  why: 'A snapshot holds the whole disk, with the keys and data that lie there. Shared, it is copied to the other account in minutes, without a trace of what is read.',
  sources: ['ec2.amazonaws.com', 'rds.amazonaws.com'],
  names: [
    'ModifySnapshotAttribute',
    'ModifyImageAttribute',
    'ModifyDBSnapshotAttribute',
    'ModifyDBClusterSnapshotAttribute',
  ],
  techniques: ['T1537', 'T1578.001'],
  falsePositives: 'Images that are published, and accounts of partners.',
  response: [
    ASK_ACTOR,
    step(
      'Take it back.',
      "aws ec2 reset-snapshot-attribute --snapshot-id '<snapshot>' --attribute createVolumePermission",
    ),
  ],
  references: ['https://attack.mitre.org/techniques/T1537/'],
  needs: ['trail-events'],
  elsewhere: [
    'Panther AWS.CloudTrail.SnapshotMadePublic',
    'Panther AWS.CloudTrail.AMIModifiedForPublicAccess',
    'Stratus Red Team aws.exfiltration.ec2-share-ebs-snapshot',
    'Stratus Red Team aws.exfiltration.ec2-share-ami',
    'StreamAlert cloudtrail_ec2_image_creation',
  ],
  risks: ['leaked-credentials'],
  examples: {
    fires: [
      example('a snapshot is shared with another account', share({ userId: '444455556666' })),
      example(
        'an image is made public',
        callTo('ec2')('ModifyImageAttribute', {
          imageId: 'ami-1',
          attributeType: 'launchPermission',
          launchPermission: { add: { items: [{ group: 'all' }] } },
        }),
      ),
    ],
    quiet: [
      within(
        { isOwnAccount: () => true },
        example('an account of the organisation', share({ userId: '444455556666' })),
      ),
      example(
        'it is taken back',
        callTo('ec2')('ModifySnapshotAttribute', {
          snapshotId: 'snap-1',
          createVolumePermission: { remove: { items: [{ userId: '444455556666' }] } },
        }),
      ),
      example('the call is denied', {
        ...share({ userId: '444455556666' }),
        error: 'Client.UnauthorizedOperation',
      }),
    ],
  },
  evaluate: (record, context) => {
    const shared = happened(record) ? sharedWith(record) : []
    const isPublic = shared.includes('all')
    const own = asText(field(record.raw.userIdentity, 'accountId'))
    const accounts = shared.map(accountIn).filter((one) => one !== own && isOutside(one, record, context))
    if (!isPublic && accounts.length === 0) return undefined
    const target =
      textOf(record, 'snapshotId') ??
      textOf(record, 'imageId') ??
      textOf(record, 'dBSnapshotIdentifier') ??
      textOf(record, 'dBClusterSnapshotIdentifier') ??
      'a snapshot'
    return actMatch(record, {
      of: target,
      title: `${target} shared with ${isPublic ? 'everybody' : accounts.join(', ')} by ${whoIn(record)}`,
      summary: `${ranIn(record)}.`,
      resources: [target],
      ...(isPublic ? { severity: 'critical' as const, severityNote: 'Everybody may have it.' } : {}),
    })
  },
})
