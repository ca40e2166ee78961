import {
  CancelQueryCommand,
  DescribeQueryCommand,
  GetQueryResultsCommand,
  StartQueryCommand,
} from '@aws-sdk/client-cloudtrail'
import type { CallContext } from '#server/aws/call.ts'
import { asArray, asNumber, asObject, asText } from '#server/domain/json.ts'
import { type HistoryFilter, lastMinutes } from '#server/domain/trail-sources/history-filter.ts'
import { lakeRecord } from '#server/domain/trail-sources/history-record.ts'
import { lakeSql } from '#server/domain/trail-sources/history-sql.ts'
import { parseEventDataStore } from '#server/domain/trail-sources/source-address.ts'
import type { TrailSource } from '#server/domain/trail-sources/trail-source.ts'
import { callSource, type SourceFailure } from './call-source.ts'
import type { HistoryEngine, QueryProgress } from './history-engine.ts'
import { cancelQuery, describeQuery, getLakeResults, startQuery } from './source-operations.ts'

const PHASES: Record<string, QueryProgress['phase']> = {
  QUEUED: 'running',
  RUNNING: 'running',
  FINISHED: 'done',
  FAILED: 'failed',
  TIMED_OUT: 'failed',
  CANCELLED: 'cancelled',
}

async function startSql(
  context: CallContext,
  source: TrailSource,
  filter: HistoryFilter,
): Promise<{ state: 'ok'; id: string } | SourceFailure> {
  const store = parseEventDataStore(source.address)
  if (!store) return { state: 'failed', permission: '', message: 'The address is not an event data store.' }
  const command = new StartQueryCommand({ QueryStatement: lakeSql(store.id, filter) })
  const result = await callSource(context, startQuery, command)
  if (result.state !== 'ok') return result
  const id = asText(asObject(result.output).QueryId)
  if (id) return { state: 'ok', id }
  return { state: 'failed', permission: '', message: 'StartQuery: the answer names no query' }
}

/** CloudTrail Lake: one event data store. */
export const lakeEngine: HistoryEngine = {
  start: startSql,
  tryOut: (context, source, now) => startSql(context, source, lastMinutes(now)),

  async progress(context, source, id) {
    const command = new DescribeQueryCommand({ EventDataStore: source.address, QueryId: id })
    const result = await callSource(context, describeQuery, command)
    if (result.state !== 'ok') return result
    const { QueryStatus, QueryStatistics, ErrorMessage } = asObject(result.output)
    return {
      state: 'ok',
      phase: PHASES[asText(QueryStatus) ?? ''] ?? 'running',
      scannedBytes: asNumber(asObject(QueryStatistics).BytesScanned) ?? null,
      text: asText(ErrorMessage) ?? '',
    }
  },

  async page(context, source, id, token) {
    const command = new GetQueryResultsCommand({
      EventDataStore: source.address,
      QueryId: id,
      NextToken: token,
      MaxQueryResults: 1000,
    })
    const result = await callSource(context, getLakeResults, command)
    if (result.state !== 'ok') return result
    const { QueryResultRows, NextToken } = asObject(result.output)
    const rows = asArray(QueryResultRows)
    const records = rows.map(lakeRecord).filter((record) => record !== undefined)
    return { state: 'ok', records, unreadable: rows.length - records.length, next: asText(NextToken) }
  },

  async cancel(context, source, id) {
    const command = new CancelQueryCommand({ EventDataStore: source.address, QueryId: id })
    const result = await callSource(context, cancelQuery, command)
    return result.state === 'ok' ? undefined : result
  },
}
