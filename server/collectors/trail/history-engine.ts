import type { CallContext } from '#server/aws/call.ts'
import type { JsonObject } from '#server/domain/json.ts'
import type { HistoryFilter } from '#server/domain/trail-sources/history-filter.ts'
import { isHistoryKind } from '#server/domain/trail-sources/source-kind.ts'
import type { TrailSource } from '#server/domain/trail-sources/trail-source.ts'
import { athenaEngine } from './athena-queries.ts'
import type { SourceFailure } from './call-source.ts'
import { lakeEngine } from './lake-queries.ts'

export type QueryProgress = {
  state: 'ok'
  phase: 'running' | 'done' | 'failed' | 'cancelled'
  scannedBytes: number | null
  /** What AWS says of a query that failed. */
  text: string
}

/** `unreadable` counts rows that are no record. */
export type ResultPage = { state: 'ok'; records: JsonObject[]; unreadable: number; next: string | undefined }

/** What answers questions about the past. */
export type HistoryEngine = {
  start(
    context: CallContext,
    source: TrailSource,
    filter: HistoryFilter,
    /** Asked twice with the same token, a question is run once, where AWS knows such tokens. */
    token: string,
  ): Promise<{ state: 'ok'; id: string } | SourceFailure>
  /** A question that reads next to nothing, to see whether others would be answered. */
  tryOut(
    context: CallContext,
    source: TrailSource,
    now: Date,
  ): Promise<{ state: 'ok'; id: string } | SourceFailure>
  progress(context: CallContext, source: TrailSource, id: string): Promise<QueryProgress | SourceFailure>
  page(
    context: CallContext,
    source: TrailSource,
    id: string,
    token: string | undefined,
  ): Promise<ResultPage | SourceFailure>
  cancel(context: CallContext, source: TrailSource, id: string): Promise<SourceFailure | undefined>
}

/** The engine of a source's kind; undefined for kinds that bring records by themselves. */
export function engineOf(source: TrailSource): HistoryEngine | undefined {
  if (!isHistoryKind(source.kind)) return undefined
  return source.kind === 'athena' ? athenaEngine : lakeEngine
}
