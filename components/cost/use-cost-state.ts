'use client'
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { useScope } from '#components/scope/use-scope.ts'
import { COST_GROUPS, COST_SORTS } from '#server/domain/money/cost-view.ts'

const parsers = {
  month: parseAsString.withDefault(''),
  group: parseAsStringLiteral(COST_GROUPS).withDefault('function'),
  owner: parseAsString.withDefault(''),
  trigger: parseAsString.withDefault(''),
  q: parseAsString.withDefault(''),
  sort: parseAsStringLiteral(COST_SORTS).withDefault('usd'),
  page: parseAsInteger.withDefault(1),
}

/** What the cost page shows, out of the URL; `params` are those of the API, without paging. */
export function useCostState() {
  const [state, set] = useQueryStates(parsers, { history: 'push' })
  const { scopeParams } = useScope()
  const { month, owner, trigger, q } = state
  const params = useMemo(() => {
    const { range: _range, from: _from, to: _to, ...place } = scopeParams
    const given = Object.entries({ month, owner, trigger, q }).filter(([, value]) => value !== '')
    return { ...place, ...Object.fromEntries(given) }
  }, [scopeParams, month, owner, trigger, q])
  const narrow = (patch: Partial<typeof state>) => set({ page: 1, ...patch })
  return { state, params, set, narrow, isNarrowed: owner !== '' || trigger !== '' || q !== '' }
}
export type CostState = ReturnType<typeof useCostState>
