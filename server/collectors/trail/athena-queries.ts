import {
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena'
import type { CallContext } from '#server/aws/call.ts'
import { asArray, asNumber, asObject, asText } from '#server/domain/json.ts'
import { lastMinutes } from '#server/domain/trail-sources/history-filter.ts'
import { athenaRecord } from '#server/domain/trail-sources/history-record.ts'
import { ATHENA_COLUMNS, athenaSql } from '#server/domain/trail-sources/history-sql.ts'
import {
  bucketAddress,
  parseBucket,
  parseTable,
  type TablePlace,
} from '#server/domain/trail-sources/source-address.ts'
import { type AthenaSettings, athenaSettings } from '#server/domain/trail-sources/source-settings.ts'
import type { TrailSource } from '#server/domain/trail-sources/trail-source.ts'
import { callSource, type SourceFailure } from './call-source.ts'
import type { HistoryEngine, QueryProgress } from './history-engine.ts'
import {
  getAthenaResults,
  getQueryExecution,
  startQueryExecution,
  stopQueryExecution,
} from './source-operations.ts'

const PHASES: Record<string, QueryProgress['phase']> = {
  QUEUED: 'running',
  RUNNING: 'running',
  SUCCEEDED: 'done',
  FAILED: 'failed',
  CANCELLED: 'cancelled',
}

function cellsOf(row: unknown): (string | undefined)[] {
  return asArray(asObject(row).Data).map((cell) => asText(asObject(cell).VarCharValue))
}

const isHead = (cells: readonly (string | undefined)[]) =>
  cells.every((cell, i) => cell === ATHENA_COLUMNS[i])

async function startSql(
  context: CallContext,
  source: TrailSource,
  sqlOf: (table: TablePlace, settings: AthenaSettings) => string,
  token?: string,
): Promise<{ state: 'ok'; id: string } | SourceFailure> {
  const table = parseTable(source.address)
  if (!table) return { state: 'failed', permission: '', message: 'The address is not database.table.' }
  const settings = athenaSettings.parse(source.settings)
  const output = parseBucket(settings.output ?? '')
  const command = new StartQueryExecutionCommand({
    QueryString: sqlOf(table, settings),
    WorkGroup: settings.workgroup,
    ClientRequestToken: token,
    QueryExecutionContext: { Catalog: table.catalog, Database: table.database },
    ...(output ? { ResultConfiguration: { OutputLocation: bucketAddress(output) } } : {}),
  })
  const result = await callSource(context, startQueryExecution, command)
  if (result.state !== 'ok') return result
  const id = asText(asObject(result.output).QueryExecutionId)
  if (id) return { state: 'ok', id }
  return { state: 'failed', permission: '', message: 'StartQueryExecution: the answer names no query' }
}

/** Athena over a table of CloudTrail's log files. */
export const athenaEngine: HistoryEngine = {
  start: (context, source, filter, token) =>
    startSql(context, source, (table, settings) => athenaSql(table, settings, filter), token),

  /** EXPLAIN reads no data and costs nothing; columns and their types must be right for it. Source: Athena user guide. */
  tryOut: (context, source, now) =>
    startSql(
      context,
      source,
      (table, settings) => `EXPLAIN (TYPE VALIDATE) ${athenaSql(table, settings, lastMinutes(now))}`,
    ),

  async progress(context, _source, id) {
    const result = await callSource(
      context,
      getQueryExecution,
      new GetQueryExecutionCommand({ QueryExecutionId: id }),
    )
    if (result.state !== 'ok') return result
    const { Status, Statistics } = asObject(asObject(result.output).QueryExecution)
    const { State, StateChangeReason } = asObject(Status)
    return {
      state: 'ok',
      phase: PHASES[asText(State) ?? ''] ?? 'running',
      scannedBytes: asNumber(asObject(Statistics).DataScannedInBytes) ?? null,
      text: asText(StateChangeReason) ?? '',
    }
  },

  async page(context, _source, id, token) {
    const command = new GetQueryResultsCommand({ QueryExecutionId: id, NextToken: token, MaxResults: 1000 })
    const result = await callSource(context, getAthenaResults, command)
    if (result.state !== 'ok') return result
    const output = asObject(result.output)
    const rows = asArray(asObject(output.ResultSet).Rows).map(cellsOf)
    const body = token === undefined && rows[0] && isHead(rows[0]) ? rows.slice(1) : rows
    const records = body.map(athenaRecord).filter((record) => record !== undefined)
    const unreadable = body.length - records.length
    return { state: 'ok', records, unreadable, next: asText(output.NextToken) }
  },

  async cancel(context, _source, id) {
    const command = new StopQueryExecutionCommand({ QueryExecutionId: id })
    const result = await callSource(context, stopQueryExecution, command)
    return result.state === 'ok' ? undefined : result
  },
}
