'use client'
import { parseAsInteger, parseAsString, useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import type { ApiParams } from '#components/query/request.ts'
import type { FilterDef, SortState } from './table-types.ts'
import { type ParsedSearch, parseSearch } from './typed-search.ts'

type Options = {
  /** Must be the same array on every render. */
  filters: FilterDef[]
  defaultSort?: SortState
  defaultPageSize?: number
  /** `cursor`: the API pages by cursor and limit instead of page and pageSize. */
  paging?: 'pages' | 'cursor'
}

/** Everything about a table that the URL holds, and how to change it. */
export type TableState = {
  filters: FilterDef[]
  search: ParsedSearch
  sort: SortState | null
  page: number
  pageSize: number
  cursor: string | null
  /** The id of the row in the peek drawer. */
  peek: string | null
  /** Ids of the columns shown; null = the default ones. */
  columns: string[] | null
  /** What the API is asked with, without the scope. */
  params: ApiParams
  isFiltered: boolean
  setFilter: (key: string, values: string[]) => void
  clearFilters: (keys: string[]) => void
  setSearchText: (text: string) => void
  setSort: (sort: SortState) => void
  setPage: (page: number) => void
  setPageSize: (size: number) => void
  setCursor: (cursor: string | null) => void
  setPeek: (id: string | null) => void
  setColumns: (ids: string[] | null) => void
  clear: () => void
}

const paramOf = (filter: FilterDef) => filter.param ?? filter.key
const SCOPE_PARAMS = new Set(['accounts', 'regions', 'env'])

/** Keeps filters, search, sort, page, columns and the peeked row in the URL. One per page. */
export function useTableState(options: Options): TableState {
  const { filters, defaultSort, defaultPageSize = 50, paging = 'pages' } = options
  const parsers = useMemo(
    () => ({
      q: parseAsString,
      sort: parseAsString,
      order: parseAsString,
      page: parseAsInteger,
      pageSize: parseAsInteger,
      cursor: parseAsString,
      peek: parseAsString,
      cols: parseAsString,
      ...Object.fromEntries(filters.map((filter) => [paramOf(filter), parseAsString])),
    }),
    [filters],
  )
  const [query, setQuery] = useQueryStates(parsers, { history: 'push' })
  const replace = { history: 'replace' as const }
  const read = (name: string): string | null => {
    const value: unknown = Reflect.get(query, name)
    return typeof value === 'string' && value !== '' ? value : null
  }

  const values: Record<string, string[]> = {}
  for (const filter of filters) {
    const raw = read(paramOf(filter))
    if (raw) values[filter.key] = filter.single ? [raw] : raw.split(',').filter((one) => one !== '')
  }
  const sortId = query.sort ?? defaultSort?.id
  const desc = query.order ? query.order !== 'asc' : (defaultSort?.desc ?? true)
  const sort = sortId ? { id: sortId, desc } : null
  const page = Math.max(1, query.page ?? 1)
  const pageSize = Math.min(200, Math.max(1, query.pageSize ?? defaultPageSize))

  const params: ApiParams = { q: query.q }
  for (const filter of filters)
    if (!SCOPE_PARAMS.has(paramOf(filter))) params[paramOf(filter)] = read(paramOf(filter))
  if (sort && paging === 'pages') Object.assign(params, { sort: sort.id, order: sort.desc ? 'desc' : 'asc' })
  Object.assign(params, paging === 'pages' ? { page, pageSize } : { cursor: query.cursor, limit: pageSize })

  const toFirstPage = { page: null, cursor: null }
  const filterParams = (next: Record<string, string[]>) =>
    Object.fromEntries(
      filters.map((filter) => {
        const chosen = next[filter.key] ?? []
        return [paramOf(filter), chosen.length > 0 ? chosen.join(',') : null]
      }),
    )

  return {
    filters,
    search: { values, text: query.q ?? '' },
    sort,
    page,
    pageSize,
    cursor: query.cursor,
    peek: query.peek,
    columns: query.cols ? query.cols.split(',') : null,
    params,
    isFiltered: Boolean(query.q) || Object.keys(values).length > 0,
    setFilter: (key, chosen) => setQuery({ ...toFirstPage, ...filterParams({ ...values, [key]: chosen }) }),
    clearFilters: (keys) =>
      setQuery({
        ...toFirstPage,
        ...filterParams({ ...values, ...Object.fromEntries(keys.map((key) => [key, []])) }),
      }),
    setSearchText: (text) => {
      const parsed = parseSearch(text, filters)
      return setQuery({ ...toFirstPage, ...filterParams(parsed.values), q: parsed.text || null })
    },
    setSort: (next) => setQuery({ ...toFirstPage, sort: next.id, order: next.desc ? 'desc' : 'asc' }),
    setPage: (next) => setQuery({ page: next <= 1 ? null : next }),
    setPageSize: (next) => setQuery({ ...toFirstPage, pageSize: next === defaultPageSize ? null : next }),
    setCursor: (cursor) => setQuery({ cursor }),
    setPeek: (peek) => setQuery({ peek }, replace),
    setColumns: (ids) => setQuery({ cols: ids ? ids.join(',') : null }, replace),
    clear: () => setQuery({ ...toFirstPage, ...filterParams({}), q: null }),
  }
}
