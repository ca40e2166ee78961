import { TACTICS, techniqueOf } from '#server/domain/attack/techniques.ts'
import { parseSearch } from '#server/domain/parse-search.ts'
import { severityRank } from '#server/domain/severity.ts'
import { authorise, type Context } from '#server/services/context.ts'
import { chosen } from '#server/services/facets.ts'
import { type ListDimension, narrowList } from '#server/services/list-facets.ts'
import { readCatalogue } from './catalogue.ts'
import { detectionRow, readFacts } from './detection-rows.ts'
import type { DetectionList, DetectionRow, ListDetectionsQuery } from './schema.ts'

const FACETS = ['severity', 'state', 'group', 'kind', 'saw', 'tactic', 'technique'] as const
type Facet = (typeof FACETS)[number]

const sawOf = ({ seen }: DetectionRow) => (seen.alerts > 0 ? 'alerts' : seen.hits > 0 ? 'hits' : 'nothing')

const VALUES: Record<Facet, (row: DetectionRow) => readonly string[]> = {
  severity: (row) => [row.severity],
  state: (row) => [row.state],
  group: (row) => [row.group],
  kind: (row) => [row.kind],
  saw: (row) => [sawOf(row)],
  tactic: (row) => row.tactics,
  technique: (row) => row.techniques,
}

function labelOf(key: Facet, value: string): string {
  if (key === 'tactic') return Object.entries(TACTICS).find(([id]) => id === value)?.[1] ?? value
  return key === 'technique' ? `${value} ${techniqueOf(value).name}` : value
}

function matches(row: DetectionRow, q: string | undefined): boolean {
  const { terms, words } = parseSearch(q ?? '', [...FACETS, 'id'])
  const text = `${row.id} ${row.title} ${row.techniques.join(' ')}`.toLowerCase()
  const fits = ({ key, value, negated }: (typeof terms)[number]) => {
    const facet = FACETS.find((one) => one === key)
    const own = (facet ? VALUES[facet](row) : [row.id]).map((one) => one.toLowerCase())
    return value.split(',').some((one) => own.includes(one.toLowerCase())) !== negated
  }
  return terms.every(fits) && words.every((word) => text.includes(word.toLowerCase()))
}

type Order = (a: DetectionRow, b: DetectionRow) => number

/** Each with what is most wanted first. */
const ORDERS: Record<ListDetectionsQuery['sort'], Order> = {
  severity: (a, b) =>
    Number(!a.enabled) - Number(!b.enabled) ||
    severityRank(a.severity) - severityRank(b.severity) ||
    b.seen.alerts - a.seen.alerts ||
    b.seen.hits - a.seen.hits,
  title: (a, b) => b.title.localeCompare(a.title),
  hits: (a, b) => b.seen.hits - a.seen.hits,
  alerts: (a, b) => b.seen.alerts - a.seen.alerts || b.seen.hits - a.seen.hits,
  lastAt: (a, b) => (b.seen.lastAt ?? '').localeCompare(a.seen.lastAt ?? ''),
}

/** One page of the catalogue with what each detection saw in 30 days, and the facets over all that match. */
export async function listDetections(context: Context, query: ListDetectionsQuery): Promise<DetectionList> {
  authorise(context, 'viewer')
  const { detections, sigma } = await readCatalogue()
  const facts = await readFacts(context, query, detections)
  const dimensions: ListDimension<DetectionRow, Facet>[] = FACETS.map((key) => ({
    key,
    values: VALUES[key],
    selected: chosen(query[key]),
  }))
  const rows = detections.map((one) => detectionRow(one, facts)).filter((row) => matches(row, query.q))
  const { kept, facets } = narrowList(rows, dimensions, labelOf)
  const turn = query.order === 'asc' ? -1 : 1
  const order = ORDERS[query.sort]
  kept.sort((a, b) => turn * order(a, b) || a.title.localeCompare(b.title))
  const from = (query.page - 1) * query.pageSize
  return {
    items: kept.slice(from, from + query.pageSize),
    total: kept.length,
    page: query.page,
    pageSize: query.pageSize,
    facets,
    sigma: sigma && {
      folder: sigma.folder,
      rules: sigma.rules.length,
      problems: sigma.problems.map(({ file, line, text }) => ({ file, line, text })),
    },
  }
}
