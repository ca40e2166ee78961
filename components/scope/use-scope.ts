'use client'
import { useSearchParams } from 'next/navigation'
import { parseAsString, useQueryStates } from 'nuqs'
import { useCallback, useMemo } from 'react'
import { hrefWithScope, parseScope, type Scope, scopeToParams, scopeToQuery } from './scope.ts'

const parsers = {
  accounts: parseAsString,
  regions: parseAsString,
  env: parseAsString,
  range: parseAsString,
  from: parseAsString,
  to: parseAsString,
}

/**
 * The scope in the URL: `scope` (parsed), `setScope` (patch; a new history entry), `scopeParams` (for `useApi`) and
 * `withScope` (adds it to a link).
 */
export function useScope() {
  const search = useSearchParams()
  const [, setQuery] = useQueryStates(parsers, { history: 'push' })
  const key = ['accounts', 'regions', 'env', 'range', 'from', 'to'].map((k) => search.get(k) ?? '').join('\n')
  // biome-ignore lint/correctness/useExhaustiveDependencies: key holds every parameter that is read
  const scope = useMemo(() => parseScope(search), [key])

  const setScope = useCallback(
    (patch: Partial<Scope>) => {
      const next = { ...scope, ...patch }
      if (patch.range) {
        next.from = null
        next.to = null
      }
      const query = scopeToQuery(next)
      return setQuery({
        accounts: query.accounts ?? null,
        regions: query.regions ?? null,
        env: query.env ?? null,
        range: query.range ?? null,
        from: query.from ?? null,
        to: query.to ?? null,
      })
    },
    [scope, setQuery],
  )
  const scopeParams = useMemo(() => scopeToParams(scope), [scope])
  const withScope = useCallback((href: string) => hrefWithScope(href, scope), [scope])
  return { scope, setScope, scopeParams, withScope }
}
