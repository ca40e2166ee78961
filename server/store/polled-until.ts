import { CORE_METRICS } from '#server/domain/metrics/polling/paces.ts'
import { type Sql, sql } from './sql.ts'

const CORE = [...CORE_METRICS, 'Timeouts']

/** Until when the metrics of a series (metric_series ms) are known, though it may have had no points: by polling or by a metric stream. */
export const polledUntil: Sql = sql`coalesce(
    (SELECT CASE WHEN ms.metric = ANY(${CORE}::text[]) THEN w.core_until ELSE w.rare_until END FROM metric_watch w
     WHERE w.account_id = ms.account_id AND w.region = ms.region AND w.function_name = ms.dimension),
    (SELECT coalesce(CASE WHEN ms.dimension = '' THEN cursor->>'accountUntil' END, cursor->>'functionsUntil')::timestamptz
     FROM collector_cursor WHERE collector = 'poll-metrics' AND account_id = ms.account_id AND region = ms.region))`

/** Until when all functions of a series' account and region were had that were due. */
export const functionsPolledUntil: Sql = sql`(SELECT (cursor->>'functionsUntil')::timestamptz FROM collector_cursor
  WHERE collector = 'poll-metrics' AND account_id = ms.account_id AND region = ms.region)`
