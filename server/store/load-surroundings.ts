import type { Pool } from 'pg'
import type { Field } from '#server/domain/field.ts'
import { valueOr } from '#server/domain/field.ts'
import type { EventFlow, FunctionWindow, Points } from '#server/domain/metrics/metric-window.ts'
import type { ThrottleSurroundings } from '#server/domain/metrics/throttle-reason.ts'
import type { EventInvokeConfig } from '#server/domain/records/function-record.ts'
import { DAY_MS, HOUR_MS, SECOND_MS } from '#server/domain/time.ts'
import { polledUntil } from './polled-until.ts'
import { queryRows, type Sql, sql } from './sql.ts'

type Place = { region: string; name: string }
type SeriesRow = Place & { metric: string; points: [number, number][] }
type SettingsRow = Place & {
  configs: Field<EventInvokeConfig[]> | null
  deadLetter: Field<string> | null
  reserved: Field<number> | null
}
type MappingRow = Place & {
  sourceType: string | null
  source: string | null
  maximumConcurrency: Field<number> | null
  maximumAge: Field<number> | null
  retention: Field<number> | null
}

/** Six hours is what Lambda takes where nothing is set. Source: Lambda developer guide, asynchronous invocation. */
const DEFAULT_AGE_MS = 6 * HOUR_MS
/** DynamoDB Streams keep records for a day, which cannot be set. */
const DYNAMODB_LIFE_MS = DAY_MS

const known = <T>(field: Field<T> | null): T | undefined =>
  field?.state === 'known' ? field.value : undefined
const placesOf = (places: readonly Place[]) =>
  sql`(SELECT * FROM unnest(${places.map(({ region }) => region)}::text[], ${places.map(({ name }) => name)}::text[]))`

function readPoints(pool: Pool, accountId: string, periodSeconds: number, from: Date, where: Sql) {
  return queryRows<SeriesRow>(
    pool,
    sql`SELECT s.region, s.dimension AS name, s.metric,
        json_agg(json_build_array(extract(epoch FROM p.at) * 1000, p.value) ORDER BY p.at) AS points
      FROM metric_series s JOIN metric_point p ON p.series_id = s.id
      WHERE s.account_id = ${accountId} AND p.period_seconds = ${periodSeconds} AND p.at >= ${from} AND ${where} GROUP BY s.id`,
  )
}

const lookup = (rows: readonly SeriesRow[]) => {
  const byKey = new Map(rows.map((row) => [`${row.region} ${row.metric} ${row.name}`, row.points]))
  return (place: Place, metric: string): Points => byKey.get(`${place.region} ${metric} ${place.name}`) ?? []
}

/** How long a record of a mapping's stream can be read; undefined for what is no stream or could not be read. */
function lifeOf({ sourceType, maximumAge, retention }: MappingRow): number | undefined {
  if (sourceType !== 'kinesis' && sourceType !== 'dynamodb') return undefined
  const seconds = known(retention)
  const kept = sourceType === 'dynamodb' ? DYNAMODB_LIFE_MS : seconds && seconds * SECOND_MS
  const age = known(maximumAge)
  const givenUp = age !== undefined && age > 0 ? age * SECOND_MS : undefined
  return kept === undefined || givenUp === undefined ? (kept ?? givenUp) : Math.min(kept, givenUp)
}

function settingsOf(row: SettingsRow | undefined): Pick<EventFlow, 'maxEventAgeMs' | 'keepsFailures'> {
  const configs = row?.configs ? valueOr(row.configs, []) : undefined
  const ages = (configs ?? []).flatMap(({ maximumEventAgeSeconds: age }) => (age ? [age * SECOND_MS] : []))
  const hasQueue = row?.deadLetter?.state === 'known'
  const hasDestination = configs?.some(({ onFailure }) => onFailure !== undefined) ?? false
  const isKnown = configs !== undefined && row?.deadLetter !== null && row?.deadLetter !== undefined
  return {
    maxEventAgeMs: configs === undefined ? null : Math.min(DEFAULT_AGE_MS, ...ages),
    keepsFailures: hasQueue || hasDestination ? true : isKnown ? false : null,
  }
}

export type Surroundings = Pick<
  FunctionWindow,
  'flow' | 'throttling' | 'outOfMemory' | 'initFailures' | 'failuresRead' | 'confirmedTimeouts'
>

const FLOW = [
  'AsyncEventsReceived',
  'AsyncEventsDropped',
  'AsyncEventAge',
  'DeadLetterErrors',
  'DestinationDeliveryFailures',
  'IteratorAge',
  'ConcurrentExecutions',
  'OutOfMemory',
  'InitFailures',
  'FailuresRead',
  'ConfirmedTimeouts',
]

/** What stands around functions in the last day: how their events fare, what limits them, and what their logs showed. */
export async function loadSurroundings(
  pool: Pool,
  accountId: string,
  places: readonly Place[],
  now: Date,
): Promise<(place: Place) => Surroundings> {
  const ago = (ms: number) => new Date(now.getTime() - ms)
  const [own, whole, settings, mappings, limits, until] = await Promise.all([
    readPoints(
      pool,
      accountId,
      300,
      ago(DAY_MS),
      sql`s.metric = ANY(${FLOW}::text[]) AND (s.metric <> 'ConcurrentExecutions' OR p.at >= ${ago(2 * HOUR_MS)}) AND (s.region, s.dimension) IN ${placesOf(places)}`,
    ),
    readPoints(
      pool,
      accountId,
      60,
      ago(2 * HOUR_MS),
      sql`s.dimension = '' AND s.namespace = 'AWS/Lambda' AND s.metric IN ('ConcurrentExecutions', 'UnreservedConcurrentExecutions')`,
    ),
    queryRows<SettingsRow>(
      pool,
      sql`SELECT r.region, r.name, v.record->'eventInvokeConfigs' AS configs, v.record->'deadLetterTargetArn' AS "deadLetter",
          v.record->'reservedConcurrency' AS reserved
        FROM resource r JOIN resource_version v ON v.id = r.current_version_id
        WHERE r.account_id = ${accountId} AND r.kind = 'function' AND (r.region, r.name) IN ${placesOf(places)}`,
    ),
    queryRows<MappingRow>(
      pool,
      sql`SELECT r.region, r.summary->>'functionName' AS name, r.summary->>'sourceType' AS "sourceType",
          r.summary->>'eventSourceArn' AS source, v.record->'maximumConcurrency' AS "maximumConcurrency",
          v.record->'maximumRecordAgeSeconds' AS "maximumAge",
          (SELECT sv.record->'retentionSeconds' FROM resource s JOIN resource_version sv ON sv.id = s.current_version_id
           WHERE s.kind = 'event-source' AND s.arn = r.summary->>'eventSourceArn' LIMIT 1) AS retention
        FROM resource r JOIN resource_version v ON v.id = r.current_version_id
        WHERE r.account_id = ${accountId} AND r.kind = 'event-source-mapping' AND r.deleted_at IS NULL
          AND r.summary->>'state' NOT IN ('Disabled', 'Disabling') AND (r.region, r.summary->>'functionName') IN ${placesOf(places)}`,
    ),
    queryRows<{ region: string; limit: number | null; pool: number | null }>(
      pool,
      sql`SELECT r.region, (r.summary->>'concurrentExecutions')::float8 AS limit, (r.summary->>'unreservedConcurrentExecutions')::float8 AS pool
        FROM resource r WHERE r.account_id = ${accountId} AND r.kind = 'account-settings' AND r.deleted_at IS NULL`,
    ),
    queryRows<Place & { until: Date | null }>(
      pool,
      sql`SELECT ms.region, ms.dimension AS name, ${polledUntil} AS until FROM (
          SELECT ${accountId}::text AS account_id, p.region, p.name AS dimension, 'AsyncEventAge'::text AS metric
          FROM ${placesOf(places)} AS p (region, name)) ms`,
    ),
  ])
  const of = lookup(own)
  const account = lookup(whole)
  const same = (place: Place) => (row: Place) => row.region === place.region && row.name === place.name
  return (place) => {
    const setting = settings.find(same(place))
    const ownMappings = mappings.filter(same(place))
    const lives = ownMappings.map(lifeOf).filter((life) => life !== undefined)
    const limit = limits.find(({ region }) => region === place.region)
    const region = { region: place.region, name: '' }
    const reserved = setting?.reserved
    const throttling: ThrottleSurroundings = {
      reserved: reserved ? valueOr<number | null>(reserved, null) : undefined,
      concurrency: of(place, 'ConcurrentExecutions'),
      account: {
        limit: limit?.limit ?? null,
        pool: limit?.pool ?? null,
        concurrency: account(region, 'ConcurrentExecutions'),
        unreserved: account(region, 'UnreservedConcurrentExecutions'),
      },
      queues: ownMappings
        .filter(({ sourceType }) => sourceType === 'sqs')
        .map(({ source, maximumConcurrency }) => ({
          name: source?.split(':').at(-1) ?? '',
          maximumConcurrency: known(maximumConcurrency) ?? null,
        })),
    }
    return {
      flow: {
        polledUntilMs: until.find(same(place))?.until?.getTime() ?? null,
        asyncReceived: of(place, 'AsyncEventsReceived'),
        asyncDropped: of(place, 'AsyncEventsDropped'),
        asyncAge: of(place, 'AsyncEventAge'),
        deadLetterErrors: of(place, 'DeadLetterErrors'),
        destinationFailures: of(place, 'DestinationDeliveryFailures'),
        iteratorAge: of(place, 'IteratorAge'),
        ...settingsOf(setting),
        recordLifeMs: lives.length === 0 ? null : Math.min(...lives),
      },
      throttling,
      outOfMemory: of(place, 'OutOfMemory'),
      initFailures: of(place, 'InitFailures'),
      failuresRead: of(place, 'FailuresRead'),
      confirmedTimeouts: of(place, 'ConfirmedTimeouts'),
    }
  }
}
