import type { Facet } from '#server/services/scope.schema.ts'

/** One facet of rows that are all in memory. A row counts for each of its values, and matches by any of them. */
export type ListDimension<T, K extends string> = {
  key: K
  values: (row: T) => readonly string[]
  selected: string[] | undefined
}

/** The rows that fit every facet's choice, and each facet's counts over the rows that fit the others. */
export function narrowList<T, K extends string>(
  rows: readonly T[],
  dimensions: ListDimension<T, K>[],
  label: (key: K, value: string) => string = (_, value) => value,
): { kept: T[]; facets: Record<K, Facet> } {
  const fits = (row: T, { values, selected }: ListDimension<T, K>) =>
    selected === undefined || values(row).some((value) => selected.includes(value))
  const entries = dimensions.map((dimension): [K, Facet] => {
    const counts = new Map(dimension.selected?.map((value) => [value, 0]))
    for (const row of rows) {
      if (!dimensions.every((other) => other === dimension || fits(row, other))) continue
      for (const value of dimension.values(row)) counts.set(value, (counts.get(value) ?? 0) + 1)
    }
    const sorted = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    return [
      dimension.key,
      sorted.map(([value, count]) => ({ value, label: label(dimension.key, value), count })),
    ]
  })
  return {
    kept: rows.filter((row) => dimensions.every((dimension) => fits(row, dimension))),
    facets: Object.fromEntries(entries) as Record<K, Facet>,
  }
}
