'use client'
import { parseAsString, useQueryState } from 'nuqs'
import { useEffect } from 'react'
import { DetailPage } from '#components/detail/detail-page.tsx'
import { apiUrl } from '#components/query/request.ts'
import { useApi } from '#components/query/use-api.ts'
import { useScope } from '#components/scope/use-scope.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { cn } from '#components/ui/cn.ts'
import { EmptyState } from '#components/ui/empty-state.tsx'
import type { FrameworkDetail } from '#server/services/frameworks/schema.ts'
import { ControlCard } from './control-card.tsx'
import { CONTROL_WORDS, ControlCount } from './control-state.tsx'

const STATES = ['fail', 'unknown', 'pass', 'unseen', 'off'] as const

type Shown = { row: FrameworkDetail['row']; shown: string | null; onShow: (state: string | null) => void }

/** How many controls are in each state; a state that is chosen leaves the others out. */
function States({ row, shown, onShow }: Shown) {
  return (
    <fieldset
      aria-label="Controls by state"
      className="m-0 mb-3 flex flex-wrap gap-1.5 border-0 p-0 print:hidden"
    >
      {STATES.filter((state) => row.controls[state] > 0).map((state) => (
        <button
          key={state}
          type="button"
          aria-pressed={shown === state}
          onClick={() => onShow(shown === state ? null : state)}
          className={cn(
            buttonClass('default', 'sm'),
            shown === state && 'border-accent bg-accent/10 hover:bg-accent/10',
          )}
        >
          <ControlCount state={state} count={row.controls[state]} /> {CONTROL_WORDS[state]}
        </button>
      ))}
    </fieldset>
  )
}

/** The hash names a control that is there only once the answer is. */
function useJumpToHash(isThere: boolean) {
  useEffect(() => {
    const id = decodeURIComponent(window.location.hash.slice(1))
    if (isThere && id !== '') document.getElementById(id)?.scrollIntoView()
  }, [isThere])
}

/** One framework, control by control; prints as it stands. */
export function FrameworkPage({ id }: { id: string }) {
  const { scopeParams } = useScope()
  const [shown, setShown] = useQueryState('state', parseAsString)
  const query = useApi<FrameworkDetail>(`/frameworks/${id}`, scopeParams, { refreshMs: 60_000 })
  const download = (format: 'json' | 'csv') => apiUrl(`/frameworks/${id}`, { ...scopeParams, format })
  useJumpToHash(query.data !== undefined)
  return (
    <DetailPage
      query={query}
      noun="framework"
      list={{ href: '/posture/frameworks', label: 'All frameworks' }}
      missing="There is no map of this name."
      stillWorks="The checks and findings may still work."
    >
      {({ row, controls }) => {
        const there = controls.filter((control) => shown === null || control.state === shown)
        return (
          <>
            <PageHeader
              title={row.title}
              wraps
              facts={
                <>
                  {row.publisher}, {row.version} ·{' '}
                  <a
                    href={row.url}
                    rel="noreferrer"
                    target="_blank"
                    className="break-all text-accent hover:underline"
                  >
                    {row.url}
                  </a>
                </>
              }
              actions={
                <span className="flex gap-1.5 print:hidden">
                  <a href={download('csv')} download className={buttonClass('default', 'sm')}>
                    CSV
                  </a>
                  <a href={download('json')} download={`${id}.json`} className={buttonClass('default', 'sm')}>
                    JSON
                  </a>
                  <Button size="sm" onClick={() => window.print()}>
                    Print
                  </Button>
                </span>
              }
            />
            <States row={row} shown={shown} onShow={setShown} />
            {there.length === 0 && (
              <EmptyState title="No control is in this state">Choose another, or none to see all.</EmptyState>
            )}
            <div className="grid min-w-0 grid-cols-1 gap-3">
              {there.map((control) => (
                <ControlCard key={control.id} control={control} framework={row.id} />
              ))}
            </div>
          </>
        )
      }}
    </DetailPage>
  )
}
