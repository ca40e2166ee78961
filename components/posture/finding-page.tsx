'use client'
import { type FormEvent, useState } from 'react'
import { AssigneeSelect } from '#components/detail/assignee-select.tsx'
import { DetailPage } from '#components/detail/detail-page.tsx'
import { Facts } from '#components/detail/facts.tsx'
import { Timeline } from '#components/detail/timeline.tsx'
import { useApi } from '#components/query/use-api.ts'
import { useRoleReason } from '#components/query/use-status.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { useChange } from '#components/settings/use-change.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { Textarea } from '#components/ui/input.tsx'
import { SeverityBadge } from '#components/ui/severity-badge.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { FindingDetail } from '#server/services/findings/schema.ts'
import { ControlLinks } from './control-links.tsx'
import { EvidenceList } from './evidence-list.tsx'
import { ExceptButton } from './except-button.tsx'
import { findingFacts } from './finding-facts.tsx'
import { FindingTable } from './finding-table.tsx'
import { RemediationTabs } from './remediation-tabs.tsx'

function Comment({ id }: { id: string }) {
  const [text, setText] = useState('')
  const reason = useRoleReason('responder')
  const change = useChange(`/findings/${id}`, () => setText(''))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate({
      path: `/findings/${id}/comment`,
      body: { text: text.trim() },
      said: 'The comment is saved',
    })
  }
  return (
    <form onSubmit={submit} className="mb-3 grid gap-1.5">
      <Textarea
        aria-label="Comment"
        placeholder={reason ?? 'What should the next one know?'}
        value={text}
        maxLength={4000}
        disabled={reason !== null}
        onChange={(event) => setText(event.target.value)}
      />
      <div className="flex justify-end">
        <Button type="submit" size="sm" disabled={reason !== null || text.trim() === '' || change.isPending}>
          Comment
        </Button>
      </div>
    </form>
  )
}

function Aside({ detail }: { detail: FindingDetail }) {
  const { row, exception, entries, openedBy } = detail
  const assign = useChange(`/findings/${row.id}`)
  return (
    <div className="grid min-w-0 grid-cols-1 gap-3">
      <Card title="What it is about">
        <Facts facts={findingFacts(row)} />
      </Card>
      <Card title="Looked after by">
        <AssigneeSelect
          assignee={row.assignee}
          busy={assign.isPending}
          onAssign={(assigneeId) =>
            assign.mutate({ path: `/findings/${row.id}/assign`, body: { assigneeId }, said: 'Assigned' })
          }
        />
      </Card>
      {exception && (
        <Card title="Excepted">
          <Facts
            facts={[
              {
                label: 'Why',
                value: <Text value={exception.reason} className="whitespace-normal break-words" />,
              },
              { label: 'Decided by', value: <Text value={exception.approver} /> },
              { label: 'Ends', value: <Time at={exception.expiresAt} /> },
            ]}
          />
          <p className="mt-2 mb-0 text-table">
            <ScopedLink href="/posture/exceptions" className="text-accent hover:underline">
              All exceptions
            </ScopedLink>
          </p>
        </Card>
      )}
      {openedBy && (
        <Card title="The change before it">
          <p className="m-0 text-table">
            <ScopedLink href={`/events?peek=${openedBy.eventId}`} className="text-accent hover:underline">
              {visibleText(openedBy.eventName)}
            </ScopedLink>{' '}
            by {visibleText(openedBy.actor)}, <Time at={openedBy.at} />
          </p>
        </Card>
      )}
      <Card title="History">
        <Comment id={row.id} />
        <Timeline entries={entries} />
      </Card>
    </div>
  )
}

function Body({ detail }: { detail: FindingDetail }) {
  const { row, parts, siblings, functions, alsoSaidBy, frameworks, references, elsewhere } = detail
  const others = siblings.filter((one) => !parts.some((part) => part.id === one.id))
  return (
    <div className="grid min-w-0 grid-cols-1 gap-3">
      <Card
        title="Evidence"
        note={
          detail.since && (
            <>
              since <Time at={detail.since} />
            </>
          )
        }
      >
        <EvidenceList evidence={detail.evidence} />
      </Card>
      {parts.length > 0 && (
        <Card title="What meets here" note="each is a finding of its own" flush>
          <FindingTable rows={parts} none="" />
        </Card>
      )}
      {row.state !== 'closed' && (
        <Card title="How to mend it">
          <RemediationTabs remediation={detail.remediation} />
        </Card>
      )}
      <Card title="Why it matters">
        <p className="m-0 break-words">{visibleText(detail.why)}</p>
        {detail.severityNote && <p className="mt-1 mb-0 text-table text-muted">{detail.severityNote}</p>}
        {frameworks.length > 0 && (
          <div className="mt-2">
            <ControlLinks controls={frameworks} />
          </div>
        )}
        {elsewhere.length > 0 && (
          <p className="mt-2 mb-0 break-words text-table text-muted">Elsewhere: {elsewhere.join('; ')}</p>
        )}
        {references.map((url) => (
          <p key={url} className="mt-1 mb-0 break-all text-table">
            <a href={url} rel="noreferrer" target="_blank" className="text-accent hover:underline">
              {url}
            </a>
          </p>
        ))}
      </Card>
      {alsoSaidBy.length > 0 && (
        <Card title="Others say the same">
          <ul className="m-0 grid list-none grid-cols-1 gap-1 p-0 text-table">
            {alsoSaidBy.map((one) => (
              <li key={`${one.source} ${one.rule}`}>
                <Text
                  value={`${one.source}: ${one.rule}, ${one.title}`}
                  className="whitespace-normal break-words"
                />
              </li>
            ))}
          </ul>
        </Card>
      )}
      {row.resourceKind !== 'function' && (
        <Card title="Functions that it is about" note={functions.length}>
          {functions.length === 0 ? (
            <p className="m-0 text-table text-muted">No watched function is behind it.</p>
          ) : (
            <ul className="m-0 flex list-none flex-wrap gap-x-4 gap-y-1 p-0 text-table">
              {functions.map((fn) => (
                <li key={fn.id} className="min-w-0">
                  <ScopedLink href={`/functions/${fn.id}`} className="text-accent hover:underline">
                    <Text value={fn.name} mono />
                  </ScopedLink>
                </li>
              ))}
            </ul>
          )}
        </Card>
      )}
      <Card title="Other findings of the same resource" note={others.length} flush>
        <FindingTable rows={others} none="Nothing else is open about it." />
      </Card>
    </div>
  )
}

/** One finding: what was found, by what, how to mend it, and what was decided of it. */
export function FindingPage({ id }: { id: string }) {
  const query = useApi<FindingDetail>(`/findings/${id}`)
  return (
    <DetailPage
      query={query}
      noun="finding"
      list={{ href: '/posture/findings', label: 'All findings' }}
      missing="It was never opened, or its resource is no longer kept."
      stillWorks="The list of findings and the resource's own page may still work."
    >
      {(detail) => (
        <>
          <PageHeader
            title={visibleText(detail.row.checkTitle)}
            wraps
            facts={
              <span className="flex flex-wrap items-center gap-x-2">
                <SeverityBadge severity={detail.row.severity} />
                <Text value={detail.row.resourceName} mono />
                {detail.row.state !== 'open' && <span className="font-medium">{detail.row.state}</span>}
              </span>
            }
            actions={detail.row.state === 'open' && <ExceptButton row={detail.row} />}
          />
          <p className="mt-0 mb-3 max-w-prose break-words text-body">{visibleText(detail.row.summary)}</p>
          <div className="grid min-w-0 grid-cols-1 items-start gap-3 xl:grid-cols-[minmax(0,1fr)_25rem]">
            <Body detail={detail} />
            <Aside detail={detail} />
          </div>
        </>
      )}
    </DetailPage>
  )
}
