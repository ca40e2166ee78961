import { DAY_MS, HOUR_MS } from '#server/domain/time.ts'
import type { Range } from '#server/services/scope.schema.ts'

export type Scope = {
  accounts: string[]
  regions: string[]
  env: string[]
  range: Range
  /** ISO 8601; both or neither. Set: they win over `range`. */
  from: string | null
  to: string | null
}

/** As in the API's schema, which is not imported: it would bring the validator into the browser. */
export const RANGES = ['1h', '3h', '12h', '24h', '7d', '14d', '30d'] as const satisfies readonly Range[]

export const DEFAULT_RANGE: Range = '24h'

const RANGE_MS: Record<Range, number> = {
  '1h': HOUR_MS,
  '3h': 3 * HOUR_MS,
  '12h': 12 * HOUR_MS,
  '24h': DAY_MS,
  '7d': 7 * DAY_MS,
  '14d': 14 * DAY_MS,
  '30d': 30 * DAY_MS,
}

export const RANGE_LABELS: Record<Range, string> = {
  '1h': 'last hour',
  '3h': 'last 3 h',
  '12h': 'last 12 h',
  '24h': 'last 24 h',
  '7d': 'last 7 d',
  '14d': 'last 14 d',
  '30d': 'last 30 d',
}

function isoOrNull(text: string | null): string | null {
  if (!text) return null
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? null : new Date(ms).toISOString()
}

const list = (text: string | null) => (text ?? '').split(',').filter((part) => part !== '')

/** Reads the scope from a query string; whatever is not valid becomes the default. */
export function parseScope(search: { get(key: string): string | null }): Scope {
  const range = RANGES.find((known) => known === search.get('range')) ?? DEFAULT_RANGE
  const from = isoOrNull(search.get('from'))
  const to = isoOrNull(search.get('to'))
  const custom = from !== null && to !== null && from < to
  return {
    accounts: list(search.get('accounts')),
    regions: list(search.get('regions')),
    env: list(search.get('env')),
    range,
    from: custom ? from : null,
    to: custom ? to : null,
  }
}

/** The query parameters that say this scope, without those at their default. */
export function scopeToQuery(scope: Scope): Record<string, string> {
  const query: Record<string, string> = {}
  if (scope.accounts.length > 0) query.accounts = scope.accounts.join(',')
  if (scope.regions.length > 0) query.regions = scope.regions.join(',')
  if (scope.env.length > 0) query.env = scope.env.join(',')
  if (scope.from && scope.to) {
    query.from = scope.from
    query.to = scope.to
  } else if (scope.range !== DEFAULT_RANGE) {
    query.range = scope.range
  }
  return query
}

/** What the API is asked with: as `scopeToQuery`, with the range always said. */
export function scopeToParams(scope: Scope): Record<string, string> {
  const query = scopeToQuery(scope)
  return query.from ? query : { ...query, range: scope.range }
}

/** Adds the scope to a link of ours; what the link says itself wins. */
export function hrefWithScope(href: string, scope: Scope): string {
  const [beforeHash = '', hash] = href.split('#', 2)
  const [path = '', own = ''] = beforeHash.split('?', 2)
  const search = new URLSearchParams(own)
  const ownTime = search.has('range') || search.has('from') || search.has('to')
  for (const [key, value] of Object.entries(scopeToQuery(scope))) {
    const isTime = key === 'range' || key === 'from' || key === 'to'
    if (!search.has(key) && !(isTime && ownTime)) search.set(key, value)
  }
  const query = search.toString()
  return path + (query === '' ? '' : `?${query}`) + (hash === undefined ? '' : `#${hash}`)
}

/** From and to in epoch ms; a range counts back from `nowMs`. */
export function scopeBounds(scope: Scope, nowMs: number): { fromMs: number; toMs: number } {
  if (scope.from && scope.to) return { fromMs: Date.parse(scope.from), toMs: Date.parse(scope.to) }
  return { fromMs: nowMs - RANGE_MS[scope.range], toMs: nowMs }
}
