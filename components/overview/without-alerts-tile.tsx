'use client'
import { useApi } from '#components/query/use-api.ts'
import { useScope } from '#components/scope/use-scope.ts'
import { formatCount } from '#components/ui/format.ts'
import type { FunctionList } from '#server/services/functions/schema.ts'
import { Tile } from './tile.tsx'

/** Functions without a firing alert: the same question that the list behind it asks, so that both say one number. */
export function WithoutAlertsTile({ functions }: { functions: number | null }) {
  const { scopeParams } = useScope()
  const { data, error } = useApi<FunctionList>('/functions', { ...scopeParams, alerting: 'no', pageSize: 1 })
  const known = functions !== null && data !== undefined
  return (
    <Tile
      label="Without alerts"
      value={known ? formatCount(data.total) : functions === null || error ? null : '…'}
      note={functions === null ? 'not collected yet' : `of ${formatCount(functions)} functions`}
      href="/functions?alerting=no"
    />
  )
}
