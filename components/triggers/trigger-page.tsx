'use client'
import { History } from 'lucide-react'
import { DetailPage } from '#components/detail/detail-page.tsx'
import { Facts } from '#components/detail/facts.tsx'
import { useApi } from '#components/query/use-api.ts'
import { triggerFixes } from '#components/reach/fix-command.ts'
import { FixList } from '#components/reach/fix-list.tsx'
import { GuardList } from '#components/reach/guard-list.tsx'
import { ReachBadge } from '#components/reach/reach-badge.tsx'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { TriggerDetail } from '#server/services/triggers/schema.ts'
import { triggerFacts } from './trigger-facts.tsx'
import { FailuresLabel } from './trigger-labels.tsx'
import { TriggerSidesCard } from './trigger-sides.tsx'
import { TriggerTable } from './trigger-table.tsx'
import { isCaller, kindWord, sourceWord } from './trigger-words.ts'

function Header({ detail }: { detail: TriggerDetail }) {
  const { row, source } = detail
  return (
    <>
      <PageHeader
        title={<Text value={sourceWord(row)} mono />}
        facts={
          <span className="flex flex-wrap items-center gap-x-2">
            <span>{kindWord(row.kind)}</span>
            <span aria-hidden>→</span>
            <ScopedLink
              href={`/functions/${row.functionId}?tab=reach`}
              className="min-w-0 text-accent hover:underline"
            >
              <Text value={row.functionName} mono className="max-w-64" />
            </ScopedLink>
            <span aria-hidden>·</span>
            <ReachBadge level={row.audience} />
          </span>
        }
        actions={
          source && (
            <>
              <ScopedLink href={`/map?focus=source:${source.id}`} className={buttonClass('default', 'sm')}>
                On the map
              </ScopedLink>
              <ScopedLink href={`/changes/${source.id}`} className={buttonClass('default', 'sm')}>
                <History size={13} aria-hidden />
                History of the source
              </ScopedLink>
            </>
          )
        }
      />
      {row.goneAt && (
        <p className="m-0 mb-3 text-high">
          Gone <Time at={row.goneAt} />. What follows is the last that was seen.
        </p>
      )}
    </>
  )
}

function WhenItFails({ detail }: { detail: TriggerDetail }) {
  const { trigger } = detail
  const text = (value: string) => <Text value={value} className="max-w-full whitespace-normal break-words" />
  return (
    <Card title="When it fails or is throttled">
      <Facts
        facts={[
          { label: 'Throttled', value: text(trigger.throttled) },
          { label: 'Retries', value: text(trigger.retries) },
          {
            label: 'Then',
            value: (
              <span className="grid min-w-0 gap-1">
                <span>
                  <FailuresLabel via={trigger.failures.via} to={null} />
                </span>
                {trigger.failures.to && <Text value={trigger.failures.to} mono copy />}
              </span>
            ),
          },
        ]}
      />
    </Card>
  )
}

function SourceRecord({ source }: { source: NonNullable<TriggerDetail['source']> }) {
  return (
    <Card title="The source as it was read" note={source.kind}>
      <details>
        <summary className="cursor-pointer text-table">
          <Text value={source.name} mono className="max-w-[80%]" />
        </summary>
        <div className="mt-2">
          <CodeBlock code={JSON.stringify(source.record, null, 2)} label="Record of the source" />
        </div>
      </details>
    </Card>
  )
}

function Body({ detail }: { detail: TriggerDetail }) {
  const { row, trigger, source, siblings } = detail
  const fixes = triggerFixes(row, trigger.evidence)
  return (
    <div className="grid min-w-0 grid-cols-1 items-start gap-3 xl:grid-cols-[25rem_minmax(0,1fr)]">
      <div className="grid min-w-0 grid-cols-1 gap-3">
        <Card title="What it is">
          <Facts facts={triggerFacts(row)} />
        </Card>
        <WhenItFails detail={detail} />
      </div>
      <div className="grid min-w-0 grid-cols-1 gap-3">
        <TriggerSidesCard trigger={trigger} />
        <Card title="Guards" note="what stands between a caller and the function on this way">
          <div className="text-table">
            <GuardList guards={trigger.guards} none="None was found on this way." />
          </div>
        </Card>
        {fixes.length > 0 && (
          <Card title="To mend it">
            <FixList fixes={fixes} />
          </Card>
        )}
        <Card title="Other triggers of the same source" note={siblings.length} flush>
          {siblings.length === 0 ? (
            <p className="m-0 px-3 pb-3 text-table text-muted">
              This source invokes nothing else that is watched.
            </p>
          ) : (
            <TriggerTable rows={siblings} of="source" />
          )}
        </Card>
        {source ? (
          <SourceRecord source={source} />
        ) : (
          <Card title="The source as it was read">
            {isCaller(row.kind) ? (
              <p className="m-0 text-table text-muted">
                The statement names who may call; there is no resource to read.
              </p>
            ) : (
              <p className="hatched m-0 rounded-md border border-line p-2 text-table">
                The source itself was not collected: it is gone, out of the watched accounts, or of a kind
                that is not read. What is said of it comes from the function's side.
              </p>
            )}
          </Card>
        )}
      </div>
    </div>
  )
}

/** Everything about one trigger: both its sides, what guards it, and where its events end when it fails. */
export function TriggerPage({ id }: { id: string }) {
  const query = useApi<TriggerDetail>(`/triggers/${id}`)
  return (
    <DetailPage
      query={query}
      noun="trigger"
      list={{ href: '/triggers', label: 'All triggers' }}
      missing="It was never worked out, or its function is no longer kept."
      stillWorks="The list of triggers and the function's page may still work."
    >
      {(detail) => (
        <>
          <Header detail={detail} />
          <Body detail={detail} />
        </>
      )}
    </DetailPage>
  )
}
