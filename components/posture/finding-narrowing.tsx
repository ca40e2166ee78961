'use client'
import { X } from 'lucide-react'
import { useApi } from '#components/query/use-api.ts'
import type { FilterDef } from '#components/table/table-types.ts'
import type { TableState } from '#components/table/use-table-state.ts'
import { visibleText } from '#server/domain/text.ts'
import type { ExceptionList } from '#server/services/exceptions/schema.ts'
import type { FindingRow } from '#server/services/findings/schema.ts'
import type { FrameworkDetail } from '#server/services/frameworks/schema.ts'
import { controlName } from './control-name.ts'

/** Filters that other pages' links bring along; people take them away here rather than choose them. */
export const LINKED_FILTERS: FilterDef[] = [
  { key: 'framework', label: 'Framework', single: true, linked: true },
  { key: 'control', label: 'Control', single: true, linked: true },
  { key: 'resource', label: 'Resource', single: true, linked: true },
  { key: 'exception', label: 'Under one exception', single: true, linked: true },
]

const WITHOUT_ENDED = { state: 'current', pageSize: 200 }

type Props = { state: TableState; rows: FindingRow[] | undefined }

/** What a link narrowed the list to, in words, each to be taken away. */
export function FindingNarrowing({ state, rows }: Props) {
  const chosen = (key: string) => state.search.values[key]?.[0]
  const [framework, control] = [chosen('framework'), chosen('control')]
  const [resource, exception] = [chosen('resource'), chosen('exception')]
  const { data } = useApi<FrameworkDetail>(`/frameworks/${framework}`, undefined, {
    refreshMs: false,
    enabled: framework !== undefined,
  })
  const { data: exceptions } = useApi<ExceptionList>('/exceptions', WITHOUT_ENDED, {
    refreshMs: false,
    enabled: exception !== undefined,
  })
  const reason = exceptions ? exceptions.items.find((one) => one.id === exception)?.reason : '…'
  const title = data?.controls.find((one) => one.id === control)?.title
  const parts = [
    {
      keys: ['framework', 'control'],
      label: 'Framework',
      value: framework && (data?.row.title ?? framework),
    },
    {
      keys: ['control'],
      label: 'Control',
      value: control && controlName(control, title ?? control),
    },
    {
      keys: ['resource'],
      label: 'Resource',
      value: resource && (rows?.[0]?.resourceName ?? `number ${resource}`),
    },
    { keys: ['exception'], label: 'Exception', value: exception && (reason ?? 'an ended one') },
  ].filter((part) => part.value !== undefined)
  if (parts.length === 0) return null
  return (
    <ul aria-label="Narrowed by a link" className="m-0 mb-3 flex list-none flex-wrap gap-1.5 p-0 text-table">
      {parts.map(({ keys, label, value = '' }) => (
        <li key={label} className="max-w-full">
          <button
            type="button"
            onClick={() => state.clearFilters(keys)}
            className="inline-flex h-7 max-w-full items-center gap-1.5 rounded-md border border-accent/40 bg-accent/10 px-2 hover:border-accent"
            title={`${label}: ${visibleText(value)}`}
          >
            <span className="shrink-0 text-muted">{label}</span>
            <bdi className="min-w-0 truncate">{visibleText(value)}</bdi>
            <X size={12} className="shrink-0" aria-hidden />
            <span className="sr-only">take away</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
