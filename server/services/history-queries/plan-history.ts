import { asText } from '#server/domain/json.ts'
import { DAY_MS } from '#server/domain/time.ts'
import { type HistoryFilter, MAX_RESULTS } from '#server/domain/trail-sources/history-filter.ts'
import { athenaSql, daysOf, lakeSql } from '#server/domain/trail-sources/history-sql.ts'
import { parseEventDataStore, parseTable } from '#server/domain/trail-sources/source-address.ts'
import { athenaSettings } from '#server/domain/trail-sources/source-settings.ts'
import type { TrailSource } from '#server/domain/trail-sources/trail-source.ts'
import { InvalidInputError, NotFoundError } from '#server/errors.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { findSource } from '#server/store/trail-sources.ts'
import type { HistoryPlan, PlanInput } from './schema.ts'

/** The query as it is sent to AWS. @throws InvalidInputError for a source that cannot be asked */
export function historySql(
  source: Pick<TrailSource, 'kind' | 'address' | 'settings'>,
  filter: HistoryFilter,
): string {
  const table = source.kind === 'athena' ? parseTable(source.address) : undefined
  if (table) return athenaSql(table, athenaSettings.parse(source.settings), filter)
  const store = source.kind === 'event-data-store' ? parseEventDataStore(source.address) : undefined
  if (store) return lakeSql(store.id, filter)
  throw new InvalidInputError('This source cannot be asked about the past.')
}

const WIDE_MS = 31 * DAY_MS

/** What a question about the past will be, before anybody asks it. @throws NotFoundError, InvalidInputError */
export async function planHistory(context: Context, { sourceId, filter }: PlanInput): Promise<HistoryPlan> {
  authorise(context, 'viewer')
  const source = await findSource(context.store.pool, sourceId)
  if (!source) throw new NotFoundError('This event source')
  const sql = historySql(source, filter)
  const bounds = [`Events from ${filter.from} to ${filter.to}.`, `The ${MAX_RESULTS} newest at most.`]
  const warnings: string[] = []
  if (source.kind === 'athena') {
    const settings = athenaSettings.parse(source.settings)
    const days = daysOf(filter).length
    if (settings.partitioning === 'none')
      warnings.push('The table has no partitions by day: Athena reads all of its files, whatever the times.')
    else bounds.push(`Files of ${days} ${days === 1 ? 'day' : 'days'}, by the table’s partitions.`)
    if (asText(settings.files)) bounds.push('The files are measured first; nothing is run above the limit.')
    else warnings.push('Nobody has told where the files are: how much is read is known while it runs.')
  }
  if (Date.parse(filter.to) - Date.parse(filter.from) > WIDE_MS)
    warnings.push('It reaches over more than a month.')
  return { sql, bounds, warnings }
}
