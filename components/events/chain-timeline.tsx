import { ArrowDown, CircleHelp, Flag, KeyRound, LogIn, type LucideIcon, SquareTerminal } from 'lucide-react'
import type { ReactNode } from 'react'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { cn } from '#components/ui/cn.ts'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import { visibleText } from '#server/domain/text.ts'
import { personName } from '#server/domain/trail/short-actor.ts'
import type { ChainHop, EventChain } from '#server/services/events/schema.ts'
import { END_WORDS, HOP_WORDS, isUnseen, MFA_WORDS } from './chain-words.ts'
import { OutcomeWord, ToolWord } from './event-words.tsx'

const ICONS: Partial<Record<ChainHop['kind'], LucideIcon>> = {
  call: SquareTerminal,
  login: LogIn,
  role: KeyRound,
  switch: KeyRound,
  'key-made': KeyRound,
}

function Step({ icon: Icon, children, last }: { icon: LucideIcon; children: ReactNode; last?: boolean }) {
  return (
    <li className="grid grid-cols-[1.5rem_minmax(0,1fr)] gap-x-2">
      <span className="flex flex-col items-center" aria-hidden>
        <span className="flex size-6 items-center justify-center rounded-full border border-line-strong/60 bg-raised text-muted">
          <Icon size={13} />
        </span>
        {!last && <span className="w-px flex-1 bg-line-strong/60" />}
      </span>
      <div className={cn('min-w-0', last ? '' : 'pb-4')}>{children}</div>
    </li>
  )
}

function MfaBadge({ hop }: { hop: ChainHop }) {
  const tone = hop.mfa === 'no' ? 'medium' : hop.mfa === 'yes' ? 'neutral' : 'unknown'
  return <Badge tone={tone}>{MFA_WORDS[hop.mfa]}</Badge>
}

function HopView({ hop, isFirst }: { hop: ChainHop; isFirst: boolean }) {
  const { event } = hop
  return (
    <>
      <p className="m-0 flex min-h-6 flex-wrap items-center gap-x-2 gap-y-1">
        <span className="font-medium">{HOP_WORDS[hop.kind]}</span>
        <ScopedLink
          href={`/events?peek=${encodeURIComponent(event.id)}`}
          className="num min-w-0 break-all text-accent hover:underline"
        >
          {visibleText(event.name)}
        </ScopedLink>
        {event.errorCode && <OutcomeWord event={event} />}
        <Time at={event.at} as="clock" className="num text-muted" />
        {hop.certainty === 'likely' && !isFirst && (
          <Badge tone="unknown" title="Found by who and when: no key or id ties these two calls together">
            likely
          </Badge>
        )}
        {hop.kind !== 'call' && hop.kind !== 'key-made' && <MfaBadge hop={hop} />}
      </p>
      <dl className="m-0 mt-1 grid grid-cols-[4.5rem_minmax(0,1fr)] gap-x-2 gap-y-0.5 text-table">
        <dt className="text-muted">Who</dt>
        <dd className="m-0 min-w-0">
          <Text value={personName(event.actorName)} mono />{' '}
          <span className="text-muted">({event.actorType})</span>
        </dd>
        {hop.role && hop.kind !== 'call' && (
          <>
            <dt className="text-muted">Role</dt>
            <dd className="m-0 min-w-0">
              <Text value={hop.role} mono copy />
            </dd>
          </>
        )}
        {hop.provider && (
          <>
            <dt className="text-muted">Through</dt>
            <dd className="m-0 min-w-0">
              <Text value={hop.provider} mono />
            </dd>
          </>
        )}
        <dt className="text-muted">From</dt>
        <dd className="m-0 flex min-w-0 flex-wrap gap-x-2">
          <Text value={event.sourceIp} mono />
          <ToolWord tool={event.tool} />
        </dd>
        <dt className="text-muted">Where</dt>
        <dd className="m-0 min-w-0 text-muted">
          <Text value={event.accountName} /> · <span className="num">{visibleText(event.region)}</span>
        </dd>
      </dl>
    </>
  )
}

/** From what began a session down to the call: who, with what, from where, with which second factor. */
export function ChainTimeline({ chain }: { chain: EventChain }) {
  const unseen = isUnseen(chain.end.kind)
  return (
    <ol aria-label="From the beginning of the session to the call" className="m-0 list-none p-0">
      <Step icon={unseen ? CircleHelp : Flag}>
        <p className="m-0 flex min-h-6 items-center">
          <span className={cn('font-medium', unseen && 'hatched rounded-sm px-1')}>
            {END_WORDS[chain.end.kind]}
          </span>
        </p>
        <p className="m-0 max-w-prose break-words text-table text-muted">{visibleText(chain.end.text)}</p>
      </Step>
      {chain.hops.toReversed().map((hop, i, all) => (
        <Step key={hop.event.id} icon={ICONS[hop.kind] ?? ArrowDown} last={i === all.length - 1}>
          <HopView hop={hop} isFirst={hop.kind === 'call'} />
        </Step>
      ))}
    </ol>
  )
}
