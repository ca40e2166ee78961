import { ArrowRight, Repeat } from 'lucide-react'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Card } from '#components/ui/card.tsx'
import { type MiniColumn, MiniTable } from '#components/ui/mini-table.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { FunctionCall } from '#server/domain/reach/reach.ts'
import type { FunctionReachDetail } from '#server/services/functions/reach.schema.ts'
import { CALL_BY_WORDS, callHref, callName, waitWords } from './call-words.ts'

type Calls = FunctionReachDetail['calls']

function Link({ arn, name, own }: { arn: string; name: string; own: boolean }) {
  if (own)
    return (
      <span className="min-w-0 rounded-md border border-accent bg-bg px-2 py-1" aria-current="true">
        <Text value={name} mono className="max-w-56" />
      </span>
    )
  return (
    <ScopedLink
      href={callHref(arn)}
      className="min-w-0 rounded-md border border-line bg-bg px-2 py-1 hover:border-line-strong"
    >
      <Text value={name} mono className="max-w-56" />
    </ScopedLink>
  )
}

function Chain({ chain, ownArn }: { chain: Calls['chains'][number]; ownArn: string }) {
  return (
    <li className="flex min-w-0 flex-wrap items-center gap-x-1.5 gap-y-1 border-t border-line px-3 py-2 text-table">
      {chain.arns.map((arn, at) => (
        // A cycle ends where it began: the place tells the two apart.
        <span key={`${arn} ${chain.arns.indexOf(arn) === at ? 'first' : 'again'}`} className="contents">
          {at > 0 && <ArrowRight size={14} className="shrink-0 text-faint" aria-label="calls" />}
          <Link arn={arn} name={chain.names[at] ?? callName(arn)} own={arn === ownArn} />
        </span>
      ))}
      {chain.cycle && (
        <Badge tone="high">
          <Repeat size={12} aria-hidden />
          cycle
        </Badge>
      )}
      <span className="text-muted">
        {chain.synchronous ? 'each waits for the next' : waitWords(chain.synchronous)}
      </span>
    </li>
  )
}

function columns(side: 'from' | 'to'): MiniColumn<FunctionCall>[] {
  const arnOf = (call: FunctionCall) => (side === 'from' ? call.fromArn : call.toArn)
  return [
    {
      head: side === 'from' ? 'Called by' : 'Calls',
      cell: (call) => (
        <ScopedLink href={callHref(arnOf(call))} className="hover:underline">
          <Text value={callName(arnOf(call))} mono className="max-w-56" />
        </ScopedLink>
      ),
    },
    { head: 'Known from', cell: (call) => call.by.map((by) => CALL_BY_WORDS[by]).join(', ') },
    { head: 'Waits', cell: (call) => waitWords(call.synchronous) },
    { head: 'Evidence', cell: (call) => <Text value={call.evidence} className="max-w-80" /> },
    { head: 'Last seen', cell: (call) => <Time at={call.lastSeenAt} /> },
  ]
}
const CALLED_BY = columns('from')
const CALLS = columns('to')
const rowKey = (call: FunctionCall) => `${call.fromArn} ${call.toArn}`

type Props = { calls: Calls; ownArn: string; isKnown: boolean }

/** Functions that this one calls and is called by, and the chains that run through it. */
export function CallChains({ calls, ownArn, isKnown }: Props) {
  const isEmpty = calls.chains.length === 0 && calls.in.length === 0 && calls.out.length === 0
  return (
    <Card
      title="Functions that call functions"
      note={isEmpty ? undefined : 'from permissions and from events'}
      flush
    >
      {isEmpty && (
        <p className="m-0 px-3 pb-3 text-table text-muted">
          {isKnown
            ? 'No permission, destination or recorded call links it to another function.'
            : 'No call is known yet.'}{' '}
          Calls are recorded only where the trail has Lambda's data events.
        </p>
      )}
      {calls.chains.length > 0 && (
        <ul aria-label="Chains" className="m-0 list-none p-0">
          {calls.chains.map((chain) => (
            <Chain key={chain.arns.join(' ')} chain={chain} ownArn={ownArn} />
          ))}
        </ul>
      )}
      {calls.in.length > 0 && (
        <div className="border-t border-line">
          <MiniTable label="Called by" columns={CALLED_BY} rows={calls.in} rowKey={rowKey} />
        </div>
      )}
      {calls.out.length > 0 && (
        <div className="border-t border-line">
          <MiniTable label="Calls" columns={CALLS} rows={calls.out} rowKey={rowKey} />
        </div>
      )}
    </Card>
  )
}
