'use client'
import { DetailPage } from '#components/detail/detail-page.tsx'
import { Facts } from '#components/detail/facts.tsx'
import { useApi } from '#components/query/use-api.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { useScope } from '#components/scope/use-scope.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { cn } from '#components/ui/cn.ts'
import { ErrorState } from '#components/ui/error-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import { SeverityBadge } from '#components/ui/severity-badge.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { Text } from '#components/ui/text.tsx'
import type { FindingList } from '#server/services/findings/schema.ts'
import type { CheckDetail } from '#server/services/posture/schema.ts'
import { CheckSettings } from './check-settings.tsx'
import { ControlLinks } from './control-links.tsx'
import { FindingTable } from './finding-table.tsx'
import { GROUP_WORDS, KIND_WORDS } from './posture-words.ts'
import { TallyCounts } from './tally-bar.tsx'

const SHOWN = 50

function Failing({ id }: { id: string }) {
  const { scopeParams } = useScope()
  const query = useApi<FindingList>('/findings', {
    ...scopeParams,
    check: id,
    state: 'open,excepted',
    pageSize: SHOWN,
  })
  const total = query.data?.total ?? 0
  return (
    <Card
      title="Who fails"
      note={query.data && formatCount(total)}
      flush
      actions={
        total > SHOWN && (
          <ScopedLink
            href={`/posture/findings?check=${id}&state=open,excepted`}
            className={buttonClass('default', 'sm')}
          >
            All {formatCount(total)}
          </ScopedLink>
        )
      }
    >
      {query.data ? (
        <FindingTable rows={query.data.items} none="Nothing fails it in this scope." say="summary" />
      ) : query.isError ? (
        <ErrorState
          title="Who fails it could not be loaded"
          error={query.error}
          retry={() => query.refetch()}
        />
      ) : (
        <SkeletonRows rows={4} />
      )}
    </Card>
  )
}

function About({ detail }: { detail: CheckDetail }) {
  const { row, needs, elsewhere, references, parts, frameworks } = detail
  return (
    <>
      <Card title="About the check">
        <Facts
          facts={[
            { label: 'Id', value: <Text value={row.id} mono copy /> },
            { label: 'Group', value: GROUP_WORDS[row.group] },
            { label: 'Looks at', value: KIND_WORDS[row.kind] },
            {
              label: 'Needs',
              value: needs.map((one) => (
                <span key={one.collector} className="mr-3 inline-block">
                  <Text value={one.collector} mono />
                  {!one.collected && <span className="hatched ml-1 rounded-sm px-1">not collected yet</span>}
                </span>
              )),
            },
            ...(elsewhere.length > 0 ? [{ label: 'Elsewhere', value: elsewhere.join('; ') }] : []),
            {
              label: 'Read more',
              value: references.map((url) => (
                <a
                  key={url}
                  href={url}
                  rel="noreferrer"
                  target="_blank"
                  className="block break-all text-accent hover:underline"
                >
                  {url}
                </a>
              )),
            },
          ]}
        />
      </Card>
      {parts.length > 0 && (
        <Card title="The meeting of">
          <ul className="m-0 grid list-none grid-cols-1 gap-0.5 p-0 text-table">
            {parts.map((part) => (
              <li key={part.id}>
                <ScopedLink href={`/posture/checks/${part.id}`} className="text-accent hover:underline">
                  {part.title}
                </ScopedLink>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {frameworks.length > 0 && (
        <Card title="In frameworks">
          <ControlLinks controls={frameworks} />
        </Card>
      )}
    </>
  )
}

/** One check: what it asks and why, who fails, what nobody could say, and how this installation has it. */
export function CheckPage({ id }: { id: string }) {
  const { scopeParams } = useScope()
  const query = useApi<CheckDetail>(`/checks/${id}`, scopeParams)
  return (
    <DetailPage
      query={query}
      noun="check"
      list={{ href: '/posture/checks', label: 'All checks' }}
      missing="The catalogue has no check of this id."
      stillWorks="The list of checks and the findings may still work."
    >
      {(detail) => (
        <>
          <PageHeader
            title={detail.row.title}
            wraps
            facts={
              <span className="flex flex-wrap items-center gap-x-3">
                <SeverityBadge severity={detail.row.severity} />
                {detail.row.enabled ? <TallyCounts tally={detail.row.tally} /> : <span>off</span>}
              </span>
            }
          />
          <p className={cn('mt-0 max-w-prose', detail.severityNote ? 'mb-1' : 'mb-3')}>{detail.why}</p>
          {detail.severityNote && (
            <p className="mt-0 mb-3 max-w-prose text-table text-muted">{detail.severityNote}</p>
          )}
          <div className="grid min-w-0 grid-cols-1 items-start gap-3 xl:grid-cols-[minmax(0,1fr)_25rem]">
            <div className="grid min-w-0 grid-cols-1 gap-3">
              <Failing id={id} />
              {detail.unknownReasons.length > 0 && (
                <Card title="What nobody could say" note={`${formatCount(detail.row.tally.unknown)} unknown`}>
                  <ul className="m-0 grid list-none grid-cols-1 gap-1 p-0 text-table">
                    {detail.unknownReasons.map((one) => (
                      <li key={one.reason} className="flex min-w-0 gap-2">
                        <span className="num w-12 shrink-0 text-right">{formatCount(one.count)}</span>
                        <Text value={one.reason} className="min-w-0 flex-1 whitespace-normal break-words" />
                      </li>
                    ))}
                  </ul>
                </Card>
              )}
            </div>
            <div className="grid min-w-0 grid-cols-1 gap-3">
              <CheckSettings detail={detail} />
              <About detail={detail} />
            </div>
          </div>
        </>
      )}
    </DetailPage>
  )
}
