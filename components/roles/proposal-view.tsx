'use client'
import { Download } from 'lucide-react'
import { parseAsInteger, parseAsStringLiteral, useQueryState } from 'nuqs'
import { useState } from 'react'
import { EventSheet } from '#components/events/event-sheet.tsx'
import { useApi } from '#components/query/use-api.ts'
import { buttonClass } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Select } from '#components/ui/select.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { Tabs, TabsContent, TabsList, TabsTrigger } from '#components/ui/tabs.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { RoleProposal } from '#server/services/roles/schema.ts'
import { ProposalLines } from './proposal-lines.tsx'
import { blindByReason } from './proposal-words.ts'

const VIEWS = ['diff', 'json', 'sam', 'terraform', 'cfn'] as const
const VIEW_WORDS = {
  diff: "Against today's",
  json: 'JSON',
  sam: 'SAM',
  terraform: 'Terraform',
  cfn: 'CloudFormation',
}
const FILES = { json: 'policy.json', sam: 'policy.yaml', terraform: 'policy.tf', cfn: 'policy.yaml' }
const WINDOWS = [7, 30, 90, 400].map((days) => ({ value: String(days), label: `the last ${days} days` }))

const SIGNS = { same: ' ', removed: '-', added: '+' } as const
const TONES = {
  same: 'text-muted',
  removed: 'bg-critical/10 text-critical',
  added: 'bg-accent/10 text-accent',
}

function Diff({ lines }: { lines: RoleProposal['diff'] }) {
  if (lines.length === 0) return <p className="m-0 p-3 text-table text-muted">Nothing is granted today.</p>
  return (
    <pre className="num m-0 max-h-[32rem] overflow-auto rounded-md border border-line bg-bg text-table">
      {lines.map(({ line, kind }) => (
        <div key={`${kind} ${line}`} className={`flex gap-2 px-2 ${TONES[kind]}`}>
          <span>{SIGNS[kind]}</span>
          <Text value={line} className="whitespace-pre-wrap [overflow-wrap:anywhere]" />
        </div>
      ))}
    </pre>
  )
}

function Cautions({ proposal }: { proposal: RoleProposal['proposal'] }) {
  const { warnings, notObservable } = proposal
  if (warnings.length === 0 && notObservable.length === 0) return null
  return (
    <div className="hatched rounded-md border border-line p-3 text-table">
      <p className="m-0 font-medium">Not observed is not unused</p>
      <ul className="m-0 list-none p-0">
        {warnings.map((text) => (
          <li key={text}>
            <Text value={text} className="whitespace-normal" />
          </li>
        ))}
      </ul>
      {notObservable.length > 0 && (
        <details>
          <summary className="cursor-pointer">
            {notObservable.length === 1
              ? '1 service whose use cannot be seen, and why'
              : `${formatCount(notObservable.length)} services whose use cannot be seen, and why`}
          </summary>
          <ul className="m-0 list-none p-0 pl-3">
            {blindByReason(notObservable).map(({ why, services }) => (
              <li key={why}>
                <Text value={why} className="whitespace-normal" />:{' '}
                <Text value={services.join(', ')} mono className="whitespace-normal" />
              </li>
            ))}
          </ul>
        </details>
      )}
    </div>
  )
}

/** The policy that a role or function was seen to need, against what it has; with the evidence for every line. */
export function ProposalView({ path }: { path: string }) {
  const [days, setDays] = useQueryState('days', parseAsInteger.withDefault(90))
  const [view, setView] = useQueryState('view', parseAsStringLiteral(VIEWS).withDefault('diff'))
  const [openEvent, setOpenEvent] = useState<string | null>(null)
  const query = useApi<RoleProposal>(path, { days }, { refreshMs: false })
  if (query.isPending) return <SkeletonRows rows={8} />
  if (!query.data)
    return (
      <ErrorState
        title="No policy could be worked out"
        error={query.error}
        stillWorks="What it may do today is shown beside this."
        retry={() => query.refetch()}
      />
    )
  const { proposal, texts, diff, functions } = query.data
  const { counts, window } = proposal
  const text = view === 'diff' ? '' : texts[view]
  return (
    <div className="grid grid-cols-1 min-w-0 gap-3">
      <Card
        title="Least privilege"
        note={
          <>
            <span className="num">{formatCount(counts.granted)}</span> actions granted,{' '}
            <span className="num">{formatCount(counts.observed)}</span> seen in use or needed,{' '}
            <span className="num">{formatCount(counts.proposed)}</span> proposed
          </>
        }
        actions={
          <Select
            aria-label="Window that is looked at"
            value={String(days)}
            options={
              WINDOWS.some((one) => one.value === String(days))
                ? WINDOWS
                : [{ value: String(days), label: `the last ${days} days` }, ...WINDOWS]
            }
            onChange={(value) => setDays(Number(value))}
          />
        }
      >
        <p className="mt-0 mb-2 text-table text-muted">
          From <Time at={window.from} as="clock" /> up to now
          {functions.length > 0 && (
            <>
              ; in it are the needs of{' '}
              <Text value={functions.map((one) => one.name).join(', ')} mono className="whitespace-normal" />
            </>
          )}
        </p>
        <Cautions proposal={proposal} />
        {proposal.state === 'unknown' ? (
          <p className="hatched mt-2 mb-0 rounded-md border border-line p-3">
            Nothing is proposed:{' '}
            <Text value={proposal.reason ?? 'too little is known'} className="whitespace-normal" />
          </p>
        ) : (
          <Tabs
            value={view}
            onValueChange={(next) => setView(VIEWS.find((one) => one === next) ?? 'diff')}
            className="mt-2"
          >
            <TabsList aria-label="Form of the policy" className="mb-2">
              {VIEWS.map((one) => (
                <TabsTrigger key={one} value={one}>
                  {VIEW_WORDS[one]}
                </TabsTrigger>
              ))}
            </TabsList>
            <TabsContent value={view}>
              {view === 'diff' ? (
                <Diff lines={diff} />
              ) : (
                <>
                  <CodeBlock code={text} label={`Proposed policy as ${VIEW_WORDS[view]}`} />
                  <a
                    className={buttonClass('default', 'sm', 'mt-2')}
                    download={FILES[view]}
                    href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
                  >
                    <Download size={13} aria-hidden /> Download
                  </a>
                </>
              )}
            </TabsContent>
          </Tabs>
        )}
      </Card>
      {proposal.lines.length > 0 && (
        <Card title="Evidence" note="for each action that is granted today" flush>
          <ProposalLines lines={proposal.lines} onOpen={setOpenEvent} />
        </Card>
      )}
      {openEvent && <EventSheet id={openEvent} onClose={() => setOpenEvent(null)} />}
    </div>
  )
}
