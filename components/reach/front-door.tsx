import { ArrowDown, ArrowRight, RouteOff } from 'lucide-react'
import { Fragment } from 'react'
import { Card } from '#components/ui/card.tsx'
import { cn } from '#components/ui/cn.ts'
import { ScrollArea } from '#components/ui/scroll-area.tsx'
import { Text } from '#components/ui/text.tsx'
import type { FrontDoorPath, Hop } from '#server/domain/reach/reach.ts'
import { GuardList } from './guard-list.tsx'
import { aroundWords, HOPS } from './hop-words.ts'
import { FoldedQuote } from './quoted.tsx'
import { ReachBadge } from './reach-badge.tsx'

const MIN_HOP = '8.5rem'

/** Columns of the drawing on a wide screen: a hop, an arrow, a hop, … */
const column = (hop: number) => hop * 2 + 1

function HopBox({ hop, at }: { hop: Hop; at: number }) {
  const { word, icon: Icon } = HOPS[hop.kind]
  return (
    <li
      style={{ gridColumn: column(at), gridRow: 1 }}
      className={cn(
        'grid min-w-0 grid-cols-1 content-start gap-1 rounded-md border bg-bg p-2 text-table',
        hop.kind === 'function' ? 'border-accent' : hop.missing.length > 0 ? 'border-high/60' : 'border-line',
      )}
    >
      <span className="caps flex items-center gap-1">
        <Icon size={12} aria-hidden />
        {word}
      </span>
      {hop.name !== '' && <Text value={hop.name} mono className="max-w-full" />}
      <GuardList guards={hop.guards} missing={hop.missing} />
    </li>
  )
}

function Arrow({ before }: { before: number }) {
  return (
    <li
      aria-hidden
      style={{ gridColumn: column(before) - 1, gridRow: 1 }}
      className="flex items-center justify-center self-center text-faint"
    >
      <ArrowRight size={16} className="hidden md:block" />
      <ArrowDown size={16} className="my-0.5 md:hidden" />
    </li>
  )
}

/** A way that leaves out what stands before a hop: a dashed line under the hops that it passes. */
function WayAround({
  hops,
  to,
  row,
  way,
}: {
  hops: Hop[]
  to: number
  row: number
  way: Hop['around'][number]
}) {
  return (
    <li
      style={{ gridColumn: `1 / ${column(to) + 1}`, gridRow: row }}
      className="mt-1 min-w-0 rounded-md border border-dashed border-high p-2 text-table md:mt-0 md:rounded-t-none md:border-t-0"
    >
      <span className="flex items-start gap-1 font-medium text-high">
        <RouteOff size={13} className="mt-0.5 shrink-0" aria-hidden />
        <span>Way around: {aroundWords(hops, to)}</span>
      </span>
      <FoldedQuote what={way.text} quote={way.quote} label="What allows the way around" />
      {way.address && <Text value={way.address} mono copy />}
    </li>
  )
}

function Path({ path }: { path: FrontDoorPath }) {
  const { hops } = path
  let row = 1
  return (
    <ol
      className="m-0 flex list-none flex-col p-0 md:grid md:gap-y-2"
      style={{
        gridTemplateColumns: hops
          .map((_, i) => (i === 0 ? `minmax(${MIN_HOP}, 1fr)` : `1.75rem minmax(${MIN_HOP}, 1fr)`))
          .join(' '),
      }}
    >
      {hops.map((hop, at) => (
        <Fragment key={`${hop.kind} ${hop.arn ?? hop.name}`}>
          {at > 0 && <Arrow before={at} />}
          <HopBox hop={hop} at={at} />
          {hop.around.map((way) => {
            row += 1
            return <WayAround key={`${way.text} ${way.address}`} hops={hops} to={at} row={row} way={way} />
          })}
        </Fragment>
      ))}
    </ol>
  )
}

/** The way of a request hop by hop, with the guards of each, what is missing, and how it can be gone around. */
export function FrontDoor({ paths }: { paths: FrontDoorPath[] }) {
  if (paths.length === 0) return null
  return (
    <Card title="Front door" note="the way of a request, hop by hop">
      <div className="grid min-w-0 grid-cols-1 gap-4">
        {paths.map((path) => (
          <section
            key={JSON.stringify(path)}
            aria-label={`A way of requests: ${path.hops.map((hop) => hop.name).join(', ')}`}
            className="min-w-0"
          >
            <div className="mb-1">
              <ReachBadge level={path.audience} className="text-table" />
            </div>
            <ScrollArea label={`Hops: ${path.hops.map((hop) => hop.name).join(', ')}`}>
              <Path path={path} />
            </ScrollArea>
          </section>
        ))}
      </div>
    </Card>
  )
}
