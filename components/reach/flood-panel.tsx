import { Facts } from '#components/detail/facts.tsx'
import { Unseen } from '#components/detail/unseen.tsx'
import { kindWord, sourceWord } from '#components/triggers/trigger-words.ts'
import { Card } from '#components/ui/card.tsx'
import { formatCompact, formatCount, formatPercent } from '#components/ui/format.ts'
import { Text } from '#components/ui/text.tsx'
import type { FunctionReach } from '#server/domain/reach/reach.ts'
import type { TriggerRow } from '#server/services/triggers/schema.ts'
import { ceilingPercent } from './ceiling-percent.ts'

type Flood = FunctionReach['flood']

const SHOWN_NEIGHBOURS = 8

const orUnseen = (value: number | null) =>
  value === null ? (
    <Unseen reason="lambda:GetAccountSettings or the setting was not read" />
  ) : (
    formatCount(value)
  )

function Share({ flood }: { flood: Flood }) {
  const percent = ceilingPercent(flood)
  if (percent === null)
    return <div aria-hidden className="hatched h-2 rounded-sm border border-line-strong/60" />
  return (
    <div
      role="img"
      aria-label={`It can take ${formatPercent(percent)} of the account's concurrency`}
      className="h-2 overflow-hidden rounded-sm border border-line-strong/60"
    >
      <div
        className={flood.pool === 'shared' ? 'h-full bg-high' : 'h-full bg-accent'}
        style={{ width: `${percent}%` }}
      />
    </div>
  )
}

function Neighbours({ neighbours }: { neighbours: Flood['neighbours'] }) {
  if (neighbours.count === 0) return <span className="text-muted">none</span>
  const names = neighbours.names.slice(0, SHOWN_NEIGHBOURS)
  const more = neighbours.count - names.length
  return (
    <span className="flex min-w-0 flex-wrap gap-x-2">
      <span className="num">{formatCount(neighbours.count)}</span>
      {names.map((name) => (
        <Text key={name} value={name} mono className="max-w-48 text-muted" />
      ))}
      {names.length > 0 && more > 0 && <span className="text-faint">and {formatCount(more)} more</span>}
    </span>
  )
}

type OutcomeProps = { one: Flood['triggers'][number]; trigger: TriggerRow | undefined }

function Outcome({ one, trigger }: OutcomeProps) {
  return (
    <li className="grid min-w-0 grid-cols-1 gap-x-4 gap-y-0.5 border-t border-line px-3 py-2 text-table md:grid-cols-[minmax(0,14rem)_minmax(0,1fr)_9rem]">
      <div className="min-w-0">
        <span className="block font-medium">{kindWord(one.kind)}</span>
        <Text value={trigger ? sourceWord(trigger) : one.source} mono className="max-w-full text-muted" />
        {trigger && trigger.detail !== '' && (
          <Text value={trigger.detail} className="max-w-full text-muted" />
        )}
        <span className="block text-muted">{one.invocation}</span>
      </div>
      <div className="min-w-0">
        <p className="m-0">
          <Text value={one.outcome} className="max-w-full whitespace-normal break-words" />
        </p>
        <p className="m-0 text-muted">
          <Text value={one.why} className="max-w-full whitespace-normal break-words" />
        </p>
      </div>
      <div className="min-w-0 md:text-right">
        {one.requestsToLoss === null ? (
          <span className="text-muted">no figure</span>
        ) : (
          <>
            <span className="num font-medium text-high" title={formatCount(one.requestsToLoss)}>
              {formatCompact(one.requestsToLoss)}
            </span>
            <span className="text-muted"> requests until data is lost</span>
          </>
        )}
      </div>
    </li>
  )
}

/** What a flood of requests does to the function, to its neighbours and to the events of each trigger. */
export function FloodPanel({ flood, triggers }: { flood: Flood; triggers: TriggerRow[] }) {
  return (
    <Card title="Under a flood" note="more requests than it can run at a time" flush>
      <div className="grid min-w-0 grid-cols-1 gap-3 px-3 pb-3 lg:grid-cols-2">
        <div className="grid content-start gap-2">
          <p className="m-0">
            <Text value={flood.summary} className="max-w-full whitespace-normal break-words" />
          </p>
          <Share flood={flood} />
        </div>
        <Facts
          facts={[
            {
              label: 'Can take',
              value: <span className="num">{orUnseen(flood.ceiling)}</span>,
            },
            {
              label: 'Reserved',
              value:
                flood.reserved === null ? (
                  <span className="text-muted">{flood.pool === 'unknown' ? 'not known' : 'none'}</span>
                ) : (
                  <span className="num">{formatCount(flood.reserved)}</span>
                ),
            },
            { label: 'Unreserved', value: <span className="num">{orUnseen(flood.unreserved)}</span> },
            { label: 'Account limit', value: <span className="num">{orUnseen(flood.accountLimit)}</span> },
            { label: 'Neighbours', value: <Neighbours neighbours={flood.neighbours} /> },
          ]}
        />
      </div>
      {flood.triggers.length > 0 && (
        <ul aria-label="What becomes of the events of each trigger" className="m-0 list-none p-0">
          {flood.triggers.map((one) => (
            <Outcome key={one.key} one={one} trigger={triggers.find((row) => row.key === one.key)} />
          ))}
        </ul>
      )}
    </Card>
  )
}
