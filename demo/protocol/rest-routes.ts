import type { RestMatcher } from '#demo/services/rest-services.ts'

/** An operation, its path, whose `{Name}` parts are input, and its method, GET when left out. */
export type RestRoute = readonly [operation: string, path: string, method?: string]

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Finds reads by their path. Input is what path and query hold, the latter as text. */
export function matchReads(routes: readonly RestRoute[]): RestMatcher {
  const compiled = routes.map(([operation, path, needed = 'GET']) => ({
    operation,
    needed,
    names: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''),
    pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '([^/]+)')}/?$`),
  }))
  return (method, path, query) => {
    for (const { operation, needed, names, pattern } of compiled) {
      if (method !== needed) continue
      const [, ...values] = pattern.exec(path) ?? []
      if (!pattern.test(path)) continue
      const input: Record<string, unknown> = Object.fromEntries(query)
      names.forEach((name, i) => {
        input[name] = decoded(values[i] ?? '')
      })
      return { operation, input }
    }
    return undefined
  }
}
