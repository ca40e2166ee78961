import type { ReactNode } from 'react'
import type { Facet } from '#server/services/scope.schema.ts'

/** A column. `sort` names the server's sort key (the id if true). */
export type Column<T> = {
  id: string
  header: string
  cell: (row: T) => ReactNode
  sort?: boolean | string
  /** Width in px; a column with `grow` takes what is left. */
  size?: number
  minSize?: number
  grow?: boolean
  align?: 'start' | 'end'
  /** Not shown until it is chosen. */
  hidden?: boolean
  /** Always shown. */
  fixed?: boolean
  /** Said when pointing at the head. */
  note?: string
}

/** A facet and typed search key: `runtime` in `runtime:python3.9`. `param` is its name in URL and API (the key if not given). */
export type FilterDef = {
  key: string
  label: string
  param?: string
  /** Only one value at a time, as the API takes only one. */
  single?: boolean
  /** Plainer words for values that say little by themselves. */
  words?: Record<string, string>
  /** Values stand in the order of `words`, as a scale has one, and not by how many there are. */
  ordered?: boolean
  /** Comes by links alone: the page itself says what it is, and the panel of facets leaves it out. */
  linked?: boolean
  /** Shown folded at first. */
  folded?: boolean
}

export type Facets = Record<string, Facet>

export type SortState = { id: string; desc: boolean }
