import type { RestMatcher } from '#demo/services/rest-services.ts'

/** An operation and its path, whose `{Name}` parts are input. */
export type RestRoute = readonly [operation: string, path: string]

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Finds reads by their path. Input is what path and query hold, the latter as text. */
export function matchReads(routes: readonly RestRoute[]): RestMatcher {
  const compiled = routes.map(([operation, path]) => ({
    operation,
    names: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''),
    pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '([^/]+)')}/?$`),
  }))
  return (method, path, query) => {
    if (method !== 'GET') return undefined
    for (const { operation, names, pattern } of compiled) {
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
