import { asText } from '#server/domain/json.ts'
import { parseBucket, parseQueue, parseTable, partitionOfRegion, queueArn } from './source-address.ts'
import type { TrailSource } from './trail-source.ts'

/** What a permission is asked for on. */
export const PERMISSION_TARGETS = [
  'queue',
  'bucket',
  'objects',
  'key',
  'workgroup',
  'catalog',
  'results-bucket',
  'results',
  'event-data-store',
] as const
export type PermissionTarget = (typeof PERMISSION_TARGETS)[number]

export type SourcePermission = { permission: string; hides: string; on: PermissionTarget }

export type SourcePolicy = {
  Version: '2012-10-17'
  Statement: { Sid: string; Effect: 'Allow'; Action: string[]; Resource: string[] }[]
}

type Place = Pick<TrailSource, 'kind' | 'address' | 'accountId' | 'region' | 'settings'>

function bucketOf(source: Place): ReturnType<typeof parseBucket> {
  const isPlace = source.kind === 'bucket' || source.kind === 'metric-stream'
  return parseBucket(isPlace ? source.address : (asText(source.settings.files) ?? ''))
}

/** The ARNs that a source's permissions are bound to; none where the source has no such thing. */
function resourcesOf(source: Place): Record<PermissionTarget, string[]> {
  const { region, accountId, settings } = source
  const partition = partitionOfRegion(region)
  const queue = parseQueue(source.address)
  const at = bucketOf(source)
  const objects = at && `arn:${partition}:s3:::${at.bucket}/${at.prefix === '' ? '' : `${at.prefix}/`}*`
  const output = parseBucket(asText(settings.output) ?? '')
  const results =
    output && `arn:${partition}:s3:::${output.bucket}/${output.prefix ? `${output.prefix}/` : ''}*`
  const table = source.kind === 'athena' ? parseTable(source.address) : undefined
  const glue = `arn:${partition}:glue:${region}:${accountId}`
  const list = (arn: string | undefined) => (arn === undefined ? [] : [arn])
  return {
    queue: list(queue && queueArn(queue)),
    bucket: list(at && `arn:${partition}:s3:::${at.bucket}`),
    objects: list(objects),
    key: list(asText(settings.keyArn)),
    workgroup: list(
      table &&
        `arn:${partition}:athena:${region}:${accountId}:workgroup/${asText(settings.workgroup) ?? 'primary'}`,
    ),
    catalog: table
      ? [
          `${glue}:catalog`,
          `${glue}:database/${table.database}`,
          `${glue}:table/${table.database}/${table.table}`,
        ]
      : [],
    'results-bucket': list(output && `arn:${partition}:s3:::${output.bucket}`),
    results: list(results),
    'event-data-store': source.kind === 'event-data-store' ? [source.address] : [],
  }
}

const SIDS: Record<PermissionTarget, string> = {
  queue: 'SightlineQueue',
  bucket: 'SightlineBucket',
  objects: 'SightlineLogFiles',
  key: 'SightlineKey',
  workgroup: 'SightlineWorkgroup',
  catalog: 'SightlineCatalog',
  'results-bucket': 'SightlineResultsBucket',
  results: 'SightlineResults',
  'event-data-store': 'SightlineEventDataStore',
}

/** The policy that lets Sightline read one source and nothing else. */
export function sourcePolicy(source: Place, permissions: readonly SourcePermission[]): SourcePolicy {
  const resources = resourcesOf(source)
  const Statement = PERMISSION_TARGETS.flatMap((on) => {
    const Action = [
      ...new Set(permissions.filter((one) => one.on === on).map((one) => one.permission)),
    ].sort()
    const Resource = resources[on]
    if (Action.length === 0 || Resource.length === 0) return []
    return [{ Sid: SIDS[on], Effect: 'Allow' as const, Action, Resource }]
  })
  return { Version: '2012-10-17', Statement }
}
