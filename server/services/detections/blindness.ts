import type { Detection } from '#server/detections/define-detection.ts'
import { DAY_MS } from '#server/domain/time.ts'
import type { Context } from '#server/services/context.ts'
import { queryRows, sql } from '#server/store/sql.ts'

const LOOKBACK_MS = 30 * DAY_MS

/** Data events: not logged by a trail unless it is told to, and never in LookupEvents. Source: CloudTrail User Guide, logging data events. */
const DATA_EVENTS: Record<string, readonly string[]> = {
  'lambda.amazonaws.com': ['Invoke', 'InvokeAsync', 'InvokeWithResponseStream'],
  's3.amazonaws.com': [
    'AbortMultipartUpload',
    'CompleteMultipartUpload',
    'CopyObject',
    'CreateMultipartUpload',
    'DeleteObject',
    'DeleteObjectTagging',
    'DeleteObjects',
    'GetObject',
    'GetObjectAcl',
    'GetObjectAttributes',
    'GetObjectTagging',
    'HeadObject',
    'ListObjects',
    'ListObjectVersions',
    'ListParts',
    'PutObject',
    'PutObjectAcl',
    'PutObjectRetention',
    'PutObjectTagging',
    'RestoreObject',
    'SelectObjectContent',
    'UploadPart',
    'UploadPartCopy',
  ],
  'dynamodb.amazonaws.com': [
    'BatchExecuteStatement',
    'BatchGetItem',
    'BatchWriteItem',
    'DeleteItem',
    'ExecuteStatement',
    'ExecuteTransaction',
    'GetItem',
    'GetRecords',
    'PutItem',
    'Query',
    'Scan',
    'TransactGetItems',
    'TransactWriteItems',
    'UpdateItem',
  ],
  'sns.amazonaws.com': ['Publish', 'PublishBatch'],
  'sqs.amazonaws.com': ['ChangeMessageVisibility', 'DeleteMessage', 'ReceiveMessage', 'SendMessage'],
}

/** The names of data events that a detection looks at, in whatever case it spells them, and whether it looks at nothing else. */
export function dataEventsOf({ sources, names }: Pick<Detection, 'sources' | 'names'>): {
  names: string[]
  only: boolean
} {
  const known = sources.flatMap((source) => DATA_EVENTS[source.toLowerCase()] ?? [])
  const asKnown = new Map(known.map((name) => [name.toLowerCase(), name]))
  const data = names.flatMap((name) => asKnown.get(name.toLowerCase()) ?? [])
  return { names: data, only: names.length > 0 && data.length === names.length }
}

/** Which of these event names have come in the last thirty days. */
export async function arrivedNames({ store, clock }: Context, names: string[]): Promise<Set<string>> {
  const unique = [...new Set(names)]
  if (unique.length === 0) return new Set()
  const rows = await queryRows<{ name: string }>(
    store.pool,
    sql`SELECT DISTINCT s.event_name AS name FROM trail_shape s JOIN trail_day d ON d.shape_id = s.id
      WHERE s.event_name = ANY(${unique}::text[]) AND d.day >= ${Math.floor((clock() - LOOKBACK_MS) / DAY_MS)}`,
  )
  return new Set(rows.map((row) => row.name))
}

/** Why a detection cannot see anything as things are; null where it can. */
export function blindnessOf(
  detection: Detection,
  arrived: ReadonlySet<string>,
  isTrailRead: boolean,
): string | null {
  if (!isTrailRead) return 'It sees nothing: no CloudTrail events were read yet.'
  const { names, only } = dataEventsOf(detection)
  if (!only || names.some((name) => arrived.has(name))) return null
  return `It sees nothing: ${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''} are data events, and none was ingested in 30 days. A trail logs them only when it is told to, and they come from its log files.`
}

/** Collectors that have run, among those that are named. */
export async function collectorsThatRan({ store }: Context, collectors: string[]): Promise<Set<string>> {
  const rows = await queryRows<{ collector: string }>(
    store.pool,
    sql`SELECT DISTINCT collector FROM collector_run WHERE collector = ANY(${[...new Set(collectors)]}::text[])`,
  )
  return new Set(rows.map((row) => row.collector))
}

/** Whether any record was taken in, whatever its source. */
export async function isTrailRead({ store }: Context): Promise<boolean> {
  const [row] = await queryRows<{ read: boolean }>(
    store.pool,
    sql`SELECT EXISTS (SELECT 1 FROM collector_run WHERE collector = 'trail-events' AND status IN ('ok', 'partial'))
      OR EXISTS (SELECT 1 FROM trail_event) AS read`,
  )
  return row?.read ?? false
}
