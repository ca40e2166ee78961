import type { CallContext } from '#server/aws/call.ts'
import type { SourceFailure } from '#server/collectors/trail/call-source.ts'
import { listPage } from '#server/collectors/trail/log-objects.ts'
import type { HistoryFilter } from '#server/domain/trail-sources/history-filter.ts'
import { daysOf } from '#server/domain/trail-sources/history-sql.ts'
import { parseBucket } from '#server/domain/trail-sources/source-address.ts'
import { athenaSettings } from '#server/domain/trail-sources/source-settings.ts'
import type { TrailSource } from '#server/domain/trail-sources/trail-source.ts'
import { filePlaces } from './file-places.ts'

/** A hundred thousand files: whoever has more of them is told how much there is at least. */
const MOST_PAGES = 100

export type Estimate = { state: 'ok'; bytes: number; isLeast: boolean } | SourceFailure

/**
 * How much an Athena query will read at most: all files of its table, or of the days asked for where they are a partition.
 * Undefined where nobody told where the files are.
 */
export async function estimateQuery(
  call: CallContext,
  source: TrailSource,
  filter: HistoryFilter,
): Promise<Estimate | undefined> {
  if (source.kind !== 'athena') return undefined
  const { files, partitioning } = athenaSettings.parse(source.settings)
  const at = parseBucket(files ?? '')
  if (!at) return undefined
  const found = await filePlaces(call, at)
  if (found.state !== 'ok') return found
  const days = daysOf(filter)
  const [first, last] = partitioning === 'none' ? ['', '~'] : [days[0] ?? '', `${days.at(-1)}~`]
  let bytes = 0
  let pages = 0
  for (const prefix of found.prefixes) {
    let token: string | undefined
    do {
      pages += 1
      if (pages > MOST_PAGES) return { state: 'ok', bytes, isLeast: true }
      const page = await listPage(call, { bucket: at.bucket, prefix, startAfter: `${prefix}${first}`, token })
      if (page.state !== 'ok') return page
      const within = page.objects.filter(({ key }) => key <= `${prefix}${last}`)
      for (const object of within) bytes += object.bytes
      token = within.length < page.objects.length || page.next === token ? undefined : page.next
    } while (token !== undefined)
  }
  return { state: 'ok', bytes, isLeast: false }
}
