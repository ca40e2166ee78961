'use client'
import { DetailPage } from '#components/detail/detail-page.tsx'
import { apiUrl } from '#components/query/request.ts'
import { useApi } from '#components/query/use-api.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { useScope } from '#components/scope/use-scope.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { SeverityLabel } from '#components/ui/severity-badge.tsx'
import type { FrameworkDetail } from '#server/services/frameworks/schema.ts'
import { CONTROL_WORDS, ControlState } from './control-state.tsx'
import { TallyCounts } from './tally-bar.tsx'

type Control = FrameworkDetail['controls'][number]

function Checks({ control, framework }: { control: Control; framework: string }) {
  if (control.checks.length === 0) return null
  return (
    <ul className="m-0 grid list-none grid-cols-1 gap-0.5 p-0 text-table">
      {control.checks.map((check) => (
        <li key={check.id} className="flex min-w-0 flex-wrap items-baseline gap-x-3">
          <ScopedLink href={`/posture/checks/${check.id}`} className="min-w-0 text-accent hover:underline">
            {check.title}
          </ScopedLink>
          <SeverityLabel severity={check.severity} className="text-micro" />
          {check.enabled ? (
            <ScopedLink
              href={`/posture/findings?check=${check.id}&framework=${framework}&control=${encodeURIComponent(control.id)}`}
              className="hover:underline"
            >
              <TallyCounts tally={check.tally} />
            </ScopedLink>
          ) : (
            <span className="text-muted">off</span>
          )}
        </li>
      ))}
    </ul>
  )
}

function ControlCard({ control, framework }: { control: Control; framework: string }) {
  return (
    <Card
      title={
        <>
          {control.title.startsWith(control.id) ? '' : `${control.id} `}
          {control.title}
        </>
      }
      actions={<ControlState state={control.state} />}
      className="break-inside-avoid"
    >
      <div className="grid grid-cols-1 gap-2">
        <Checks control={control} framework={framework} />
        {control.detections.length > 0 && (
          <p className="m-0 text-table">
            <span className="text-muted">Watched by: </span>
            {control.detections.map((one, i) => (
              <span key={one.id}>
                {i > 0 && ', '}
                <ScopedLink href={`/alerts?rule=${one.id}`} className="text-accent hover:underline">
                  {one.title}
                </ScopedLink>
                {one.alerts > 0 && ` (${one.alerts} open)`}
              </span>
            ))}
          </p>
        )}
        <p className="m-0 text-table text-muted">Not seen from outside: {control.unseen}</p>
      </div>
    </Card>
  )
}

/** One framework, control by control; prints as it stands. */
export function FrameworkPage({ id }: { id: string }) {
  const { scopeParams } = useScope()
  const query = useApi<FrameworkDetail>(`/frameworks/${id}`, scopeParams, { refreshMs: 60_000 })
  const download = (format: 'json' | 'csv') => apiUrl(`/frameworks/${id}`, { ...scopeParams, format })
  return (
    <DetailPage
      query={query}
      noun="framework"
      list={{ href: '/posture/frameworks', label: 'All frameworks' }}
      missing="There is no map of this name."
      stillWorks="The checks and findings may still work."
    >
      {({ row, controls }) => (
        <>
          <PageHeader
            title={row.title}
            facts={
              <span className="flex flex-wrap gap-x-3">
                <span>{row.version}</span>
                <span>{row.publisher}</span>
                {(['fail', 'unknown', 'pass'] as const).map((state) => (
                  <span key={state}>
                    <span className="num">{row.controls[state]}</span> {CONTROL_WORDS[state]}
                  </span>
                ))}
              </span>
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
          <p className="mt-0 mb-3 text-table">
            <a
              href={row.url}
              rel="noreferrer"
              target="_blank"
              className="break-all text-accent hover:underline"
            >
              {row.url}
            </a>
          </p>
          <div className="grid min-w-0 grid-cols-1 gap-3">
            {controls.map((control) => (
              <ControlCard key={control.id} control={control} framework={row.id} />
            ))}
          </div>
        </>
      )}
    </DetailPage>
  )
}
