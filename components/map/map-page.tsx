'use client'
import dynamic from 'next/dynamic'
import { parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs'
import { useApi } from '#components/query/use-api.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { useScope } from '#components/scope/use-scope.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { useIsPhone } from '#components/table/use-media.ts'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { Select } from '#components/ui/select.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { Text } from '#components/ui/text.tsx'
import type { EstateMap } from '#server/services/map/schema.ts'
import { MapTable } from './map-table.tsx'
import { GROUP_OPTIONS } from './map-words.ts'

const MapCanvas = dynamic(() => import('./map-canvas.tsx'), {
  ssr: false,
  loading: () => <SkeletonRows rows={12} />,
})

const VIEWS = ['map', 'table'] as const

function LeftOut({ texts }: { texts: string[] }) {
  if (texts.length === 0) return null
  return (
    <p className="hatched m-0 mb-2 rounded-md border border-line px-3 py-1.5 text-table">
      Not shown: <Text value={texts.join('; ')} className="whitespace-normal" />
    </p>
  )
}

/** Who reaches what through what: the estate in groups, or the neighbourhood of one function, role or source. */
export function MapPage() {
  const { scopeParams } = useScope()
  const isPhone = useIsPhone()
  const [focus] = useQueryState('focus', parseAsString)
  const [within] = useQueryState('within', parseAsString)
  const [group, setGroup] = useQueryState(
    'group',
    parseAsString.withDefault('account').withOptions({ history: 'push' }),
  )
  const [chosen, setView] = useQueryState('view', parseAsStringLiteral(VIEWS))
  const view = chosen ?? (isPhone ? 'table' : 'map')
  const query = useApi<EstateMap>(
    '/map',
    { ...scopeParams, focus, within, group: focus ? null : group },
    { refreshMs: 60_000 },
  )
  const isInside = focus !== null || within !== null
  return (
    <>
      <PageHeader
        title="Map"
        facts={query.data && <Text value={query.data.title} />}
        actions={
          <>
            {isInside && (
              <ScopedLink href="/map" className={buttonClass('default', 'sm')}>
                The whole estate
              </ScopedLink>
            )}
            {!focus && (
              <Select aria-label="Groups" value={group} options={GROUP_OPTIONS} onChange={setGroup} />
            )}
            {VIEWS.map((one) => (
              <Button
                key={one}
                aria-pressed={view === one}
                className={view === one ? 'bg-hover! text-accent!' : ''}
                onClick={() => setView(one)}
              >
                {one === 'map' ? 'Map' : 'Table'}
              </Button>
            ))}
          </>
        }
      />
      {query.isPending ? (
        <SkeletonRows rows={12} />
      ) : query.isError && !query.data ? (
        <ErrorState
          title={query.error.status === 404 ? 'There is nothing of this kind' : 'The map could not be loaded'}
          error={query.error}
          stillWorks="The lists of functions, roles and triggers hold the same."
          retry={() => query.refetch()}
        />
      ) : query.data && query.data.nodes.length === 0 ? (
        <EmptyState title="Nothing to draw yet">
          The map appears after the first sweep of an account with functions.
        </EmptyState>
      ) : (
        query.data && (
          <>
            <LeftOut texts={query.data.leftOut} />
            {view === 'table' ? (
              <MapTable map={query.data} group={group} />
            ) : (
              <MapCanvas map={query.data} group={group} />
            )}
          </>
        )
      )}
    </>
  )
}
