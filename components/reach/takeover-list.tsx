'use client'
import { ArrowRight } from 'lucide-react'
import { Fragment, useState } from 'react'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { cn } from '#components/ui/cn.ts'
import { Text } from '#components/ui/text.tsx'
import type { Takeover } from '#server/domain/access/access.ts'
import { byPrincipal } from './takeover-groups.ts'
import { UnseenList } from './unseen-list.tsx'

const SHOWN = 12

function Way({ way }: { way: Takeover }) {
  return (
    <div className="min-w-0">
      <span className="flex min-w-0 flex-wrap items-center gap-x-1.5">
        {way.path.map((step, i) => (
          <Fragment key={step}>
            {i > 0 && <ArrowRight size={12} className="shrink-0 text-faint" aria-label="then" />}
            <Text value={step} className="max-w-full whitespace-normal break-words" />
          </Fragment>
        ))}
        {way.conditional && <Badge tone="medium">under conditions</Badge>}
      </span>
      <Text
        value={way.actions.join(', ')}
        mono
        className="max-w-full whitespace-normal break-words text-muted"
      />
    </div>
  )
}

function Principal({ ways }: { ways: [Takeover, ...Takeover[]] }) {
  const [one] = ways
  const isOutside = one.principalKind === 'anyone' || one.principalKind === 'other account'
  return (
    <li className="grid min-w-0 grid-cols-1 gap-x-4 gap-y-0.5 border-t border-line px-3 py-1.5 text-table md:grid-cols-[minmax(0,15rem)_minmax(0,1fr)]">
      <div className="min-w-0">
        <Text value={one.principalName} mono className="max-w-full font-medium" />
        <span className={cn('block', isOutside ? 'text-high' : 'text-muted')}>{one.principalKind}</span>
        <Text value={one.principalArn} mono className="max-w-full text-faint" />
      </div>
      <div className="grid min-w-0 grid-cols-1 content-start gap-1.5">
        {ways.map((way) => (
          <Way key={`${way.path.join(' ')} ${way.actions.join(' ')}`} way={way} />
        ))}
      </div>
    </li>
  )
}

type Props = { takeovers: Takeover[]; unseen: string[]; isKnown: boolean }

/** Who can change the function or make it their own, and by which steps. */
export function TakeoverList({ takeovers, unseen, isKnown }: Props) {
  const [all, setAll] = useState(false)
  const principals = byPrincipal(takeovers)
  const shown = all ? principals : principals.slice(0, SHOWN)
  return (
    <Card
      title="Who can take it over"
      note={takeovers.length > 0 ? `${principals.length} can change its code, settings or role` : undefined}
      flush
    >
      {takeovers.length === 0 ? (
        <p className="m-0 px-3 pb-3 text-table text-muted">
          {unseen.length > 0 || !isKnown
            ? 'Nobody among what was read so far; not everything was.'
            : 'No role or user that was read can change its code, its settings or its role.'}
        </p>
      ) : (
        <ul className="m-0 list-none p-0">
          {shown.map((ways) => (
            <Principal key={ways[0].principalArn} ways={ways} />
          ))}
        </ul>
      )}
      {principals.length > SHOWN && (
        <div className="border-t border-line px-2 py-1">
          <Button variant="ghost" size="sm" onClick={() => setAll(!all)}>
            {all ? 'Show fewer' : `Show all ${principals.length}`}
          </Button>
        </div>
      )}
      {unseen.length > 0 && (
        <div className="px-3 pb-3">
          <UnseenList items={unseen} title="Who else may, could not be looked at" />
        </div>
      )}
    </Card>
  )
}
