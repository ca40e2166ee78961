import type { Facets, FilterDef } from './table-types.ts'

export type ParsedSearch = { values: Record<string, string[]>; text: string }

const TOKEN = /(?:[^\s"]|"[^"]*"?)+/g

function unquote(text: string): string {
  return text.replaceAll('"', '')
}

/** Splits at commas that are not inside quotes. */
function splitValues(text: string): string[] {
  return (text.match(/(?:[^,"]|"[^"]*"?)+/g) ?? []).map(unquote).filter((value) => value !== '')
}

/**
 * Reads `runtime:python3.9,nodejs20.x owner:"team a" orders`: terms of known keys become values, the rest is free text.
 * A key without a value is left out.
 */
export function parseSearch(text: string, filters: FilterDef[]): ParsedSearch {
  const values: Record<string, string[]> = {}
  const free: string[] = []
  for (const token of text.match(TOKEN) ?? []) {
    const colon = token.indexOf(':')
    const filter = filters.find((one) => one.key === token.slice(0, colon).toLowerCase())
    if (colon < 1 || !filter) {
      free.push(token)
      continue
    }
    const found = splitValues(token.slice(colon + 1))
    const before = values[filter.key] ?? []
    const all = [...new Set([...before, ...found])]
    if (all.length > 0) values[filter.key] = filter.single ? all.slice(-1) : all
  }
  return { values, text: free.join(' ') }
}

function quoteIfNeeded(value: string): string {
  const plain = value.replaceAll('"', '')
  return /[\s,]/.test(plain) ? `"${plain}"` : plain
}

/** The text that `parseSearch` reads back into the same filters. */
export function formatSearch(parsed: ParsedSearch, filters: FilterDef[]): string {
  const terms = filters.flatMap((filter) => {
    const chosen = parsed.values[filter.key] ?? []
    return chosen.length > 0 ? [`${filter.key}:${chosen.map(quoteIfNeeded).join(',')}`] : []
  })
  return [...terms, parsed.text].filter((part) => part !== '').join(' ')
}

export type Completion = { insert: string; label: string; detail: string }

function tokenAt(text: string, caret: number): { start: number; end: number; token: string } {
  for (const match of text.matchAll(TOKEN)) {
    const end = match.index + match[0].length
    if (match.index <= caret && caret <= end) return { start: match.index, end, token: match[0] }
  }
  return { start: caret, end: caret, token: '' }
}

/** True while the word at the caret is a term that may not be finished, such as `runtime:py`. */
export function isTermOpen(text: string, caret: number, filters: FilterDef[]): boolean {
  const { token } = tokenAt(text, caret)
  return filters.some((one) => token.toLowerCase().startsWith(`${one.key}:`))
}

/** What the word at the caret can become: keys first, then the values of the facet whose key is typed. */
export function completions(
  text: string,
  caret: number,
  filters: FilterDef[],
  facets: Facets,
  limit = 8,
): Completion[] {
  const { token } = tokenAt(text, caret)
  const colon = token.indexOf(':')
  const filter = filters.find((one) => one.key === token.slice(0, colon).toLowerCase())
  if (colon >= 1 && filter) {
    const needle = unquote(
      token
        .slice(colon + 1)
        .split(',')
        .at(-1) ?? '',
    ).toLowerCase()
    return (facets[filter.key] ?? [])
      .filter((one) => `${one.value} ${one.label}`.toLowerCase().includes(needle))
      .slice(0, limit)
      .map((one) => ({
        insert: quoteIfNeeded(one.value),
        label: one.value,
        detail: one.label === one.value ? String(one.count) : `${one.label} · ${one.count}`,
      }))
  }
  return filters
    .filter((one) => one.key.startsWith(token.toLowerCase()))
    .slice(0, limit)
    .map((one) => ({ insert: `${one.key}:`, label: `${one.key}:`, detail: one.label }))
}

/** Puts a completion in place of the word (or of the last value of the term) at the caret. */
export function applyCompletion(
  text: string,
  caret: number,
  insert: string,
): { text: string; caret: number } {
  const { start, end, token } = tokenAt(text, caret)
  if (insert.endsWith(':')) {
    const next = text.slice(0, start) + insert + text.slice(end)
    return { text: next, caret: start + insert.length }
  }
  const colon = token.indexOf(':')
  const comma = token.lastIndexOf(',')
  const kept = token.slice(0, Math.max(colon, comma) + 1)
  const done = `${kept}${insert} `
  const next = text.slice(0, start) + done + text.slice(end).trimStart()
  return { text: next, caret: start + done.length }
}
