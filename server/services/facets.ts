import type { Facet } from '#server/services/scope.schema.ts'
import { join, type Sql, sql } from '#server/store/sql.ts'

/**
 * One facet: a text expression over the base rows, the column it is given as, and the values chosen in it. With `many`
 * the expression is a text[]: a row counts for each of its values and matches by any of them.
 */
export type FacetDimension = {
  key: string
  value: Sql
  column: Sql
  selected: string[] | undefined
  many?: boolean
}

/** Values of a comma-separated filter; undefined when none is chosen. */
export function chosen(text: string | undefined): string[] | undefined {
  const values = text?.split(',').filter((value) => value !== '')
  return values && values.length > 0 ? values : undefined
}

/** Columns for the base rows: each dimension's value, and `mask`: bit i is set where the row fails the filter of dimension i. */
export function facetColumns(dimensions: FacetDimension[]): Sql {
  const values = dimensions.map(({ value, column }) => sql`${value} AS ${column}`)
  const bits = dimensions.flatMap(({ value, selected, many }, i) => {
    if (!selected) return []
    const matches = many ? sql`${value} && ${selected}::text[]` : sql`${value} = ANY(${selected}::text[])`
    return [sql`CASE WHEN ${matches} THEN 0 ELSE ${2 ** i}::int END`]
  })
  return sql`${join(values)}, (0 ${bits.length > 0 ? sql`+ ${join(bits, ' + ')}` : sql``}) AS mask`
}

type FacetCount = { grouped: number; mask: number; value: string | null; count: string }

/**
 * Counts of every facet in one pass over `base`; a facet's counts ignore its own filter. `alike`: many rows share all their
 * values, so that it is cheaper to count those that are alike first. `weight`: how many a row of `base` stands for.
 */
export function facetCounts(base: Sql, dimensions: FacetDimension[], alike = false, weight = sql`1`): Sql {
  const all = join(dimensions.map(({ column }) => column))
  const columns = dimensions.filter(({ many }) => !many).map(({ column }) => column)
  const masks = [0, ...dimensions.map((_, i) => 2 ** i)]
  const single = sql`SELECT GROUPING(${join(columns)}) AS grouped, mask, coalesce(${join(columns)}) AS value, sum(rows) AS count
    FROM counted GROUP BY GROUPING SETS (${join(columns.map((column) => sql`(mask, ${column})`))})`
  const several = dimensions.flatMap(({ many, column }, i) =>
    many
      ? [
          sql`UNION ALL SELECT ${-i - 1}::int, mask, x, sum(rows) FROM counted, unnest(${column}) x WHERE mask = ANY(${[0, 2 ** i]}::int[]) GROUP BY mask, x`,
        ]
      : [],
  )
  const counted = alike ? sql`sum(${weight}) AS rows` : sql`${weight} AS rows`
  return sql`WITH counted AS MATERIALIZED (SELECT ${all}, mask, ${counted} FROM ${base} WHERE mask = ANY(${masks}::int[])
      ${alike ? sql`GROUP BY ${all}, mask` : sql``})
    ${single} ${several.length > 0 ? join(several, ' ') : sql``}`
}

const MAX_VALUES = 50

export type FacetResult<K extends string> = { total: number; facets: Record<K, Facet> }

/** How the rows of each dimension are marked in the answer of `facetCounts`. */
function marksOf(dimensions: FacetDimension[]): number[] {
  const singles = dimensions.filter(({ many }) => !many)
  return dimensions.map((dimension, i) =>
    dimension.many
      ? -i - 1
      : 2 ** singles.length - 1 - 2 ** (singles.length - 1 - singles.indexOf(dimension)),
  )
}

/** Brings the counts together: the 50 most frequent values of each facet, and those that are chosen. The first dimension has one value a row. */
export function readFacets<K extends string>(
  rows: FacetCount[],
  dimensions: (FacetDimension & { key: K })[],
  label: (key: K, value: string) => string = (_, value) => value,
): FacetResult<K> {
  const marks = marksOf(dimensions)
  let total = 0
  const entries = dimensions.map(({ key, selected }, i): [K, Facet] => {
    const counts = new Map<string, number>()
    for (const row of rows) {
      if (row.grouped !== marks[i] || (row.mask !== 0 && row.mask !== 2 ** i)) continue
      const value = row.value ?? 'none'
      counts.set(value, (counts.get(value) ?? 0) + Number(row.count))
      if (i === 0 && row.mask === 0) total += Number(row.count)
    }
    for (const value of selected ?? []) if (!counts.has(value)) counts.set(value, 0)
    const sorted = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    const kept = sorted.filter(([value], rank) => rank < MAX_VALUES || selected?.includes(value))
    return [key, kept.map(([value, count]) => ({ value, label: label(key, value), count }))]
  })
  return { total, facets: Object.fromEntries(entries) as Record<K, Facet> }
}

export type { FacetCount }
