'use client'
import { DetailPage } from '#components/detail/detail-page.tsx'
import { useApi } from '#components/query/use-api.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { useScope } from '#components/scope/use-scope.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Card } from '#components/ui/card.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { SeverityBadge } from '#components/ui/severity-badge.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { DetectionDetail } from '#server/services/detections/schema.ts'
import { DetectionAbout } from './detection-about.tsx'
import { DetectionExamples } from './detection-examples.tsx'
import { DetectionState } from './detection-state.tsx'
import { DetectionTuning } from './detection-tuning.tsx'
import { HitsCard } from './hits-card.tsx'
import { SeenCounts } from './seen-counts.tsx'

function Meaning({ detail }: { detail: DetectionDetail }) {
  const { row, why, severityNote, allowEntries } = detail
  return (
    <div className="mb-3 grid max-w-prose grid-cols-1 gap-1">
      <p className="m-0">{visibleText(why)}</p>
      {severityNote && <p className="m-0 text-table text-muted">{visibleText(severityNote)}</p>}
      {row.enabled && row.blindness && (
        <p className="relative m-0 pl-4 text-table">
          <span aria-hidden className="hatched absolute inset-y-0 left-0 w-1.5" />
          {visibleText(row.blindness)}
        </p>
      )}
      {allowEntries > 0 && (
        <p className="m-0 text-table">
          <ScopedLink href="/detections/allowed" className="text-accent hover:underline">
            {allowEntries} {allowEntries === 1 ? 'entry' : 'entries'} of the allow-list
          </ScopedLink>{' '}
          may expect what it finds.
        </p>
      )}
    </div>
  )
}

function WhatToDo({ response }: Pick<DetectionDetail, 'response'>) {
  if (response.length === 0) return null
  return (
    <Card title="What to do when it fires">
      <ol className="m-0 grid list-none grid-cols-1 gap-3 p-0">
        {response.map((step, index) => (
          <li key={step.text} className="grid grid-cols-[1.25rem_minmax(0,1fr)] gap-x-2">
            <span className="num text-faint">{index + 1}</span>
            <div className="grid min-w-0 grid-cols-1 gap-1.5">
              <p className="m-0">{visibleText(step.text)}</p>
              {step.command && <CodeBlock code={step.command} label={`Command of step ${index + 1}`} />}
            </div>
          </li>
        ))}
      </ol>
    </Card>
  )
}

/** One detection: what it means, what it found, what to do about it, and how this installation has it tuned. */
export function DetectionPage({ id }: { id: string }) {
  const { scopeParams } = useScope()
  const query = useApi<DetectionDetail>(`/detections/${id}`, scopeParams, { refreshMs: 30_000 })
  return (
    <DetailPage
      query={query}
      noun="detection"
      list={{ href: '/detections', label: 'All detections' }}
      missing="The catalogue has no detection of this id."
      stillWorks="The list of detections and the alerts may still work."
    >
      {(detail) => (
        <>
          <PageHeader
            title={visibleText(detail.row.title)}
            wraps
            facts={
              <span className="flex flex-wrap items-center gap-x-3">
                <SeverityBadge severity={detail.row.severity} />
                <DetectionState row={detail.row} />
                <SeenCounts seen={detail.row.seen} />
              </span>
            }
          />
          <Meaning detail={detail} />
          <div className="grid min-w-0 grid-cols-1 items-start gap-3 xl:grid-cols-[minmax(0,1fr)_27rem]">
            <div className="grid min-w-0 grid-cols-1 gap-3">
              <HitsCard
                title="What it found"
                params={{ ...scopeParams, detection: id }}
                within="in the period"
                allHref={`/detections/hits?detection=${encodeURIComponent(id)}`}
                none="Nothing in this scope and period."
              />
              <WhatToDo response={detail.response} />
              <Card title="Known false positives">
                <p className="m-0">{visibleText(detail.falsePositives)}</p>
              </Card>
              {detail.definition === null ? (
                <DetectionExamples examples={detail.examples} />
              ) : (
                <Card title="The Sigma rule">
                  <CodeBlock code={detail.definition} label="The Sigma rule" />
                </Card>
              )}
            </div>
            <div className="grid min-w-0 grid-cols-1 gap-3">
              <DetectionTuning detail={detail} />
              <DetectionAbout detail={detail} />
            </div>
          </div>
        </>
      )}
    </DetailPage>
  )
}
