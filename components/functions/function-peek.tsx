'use client'
import { Sparkline } from '#components/charts/sparkline.tsx'
import { Facts } from '#components/detail/facts.tsx'
import { Unseen } from '#components/detail/unseen.tsx'
import { ReachPeek } from '#components/reach/reach-peek.tsx'
import { LevelLabel } from '#components/roles/level-label.tsx'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { kindWord } from '#components/triggers/trigger-words.ts'
import { buttonClass } from '#components/ui/button.tsx'
import { formatCompact, formatCount, formatMemory, formatMs } from '#components/ui/format.ts'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { FunctionRow } from '#server/services/functions/schema.ts'
import { AlertCell } from './function-columns.tsx'
import { ReachLink } from './reach-label.tsx'

function Total({
  title,
  data,
  tone,
}: {
  title: string
  data: FunctionRow['errors']
  tone: 'accent' | 'error'
}) {
  return (
    <div className="min-w-0 flex-1 rounded-md border border-line p-2">
      <div className="caps">{title}</div>
      <div className="num">
        {data.total === null ? <Unseen word="not polled" /> : formatCompact(data.total)}
      </div>
      <Sparkline values={data.spark} label={title} tone={tone} widthPx={160} heightPx={28} />
    </div>
  )
}

function TriggerFact({ row }: { row: FunctionRow }) {
  if (row.triggers === null) return <Unseen word="not worked out yet" />
  return <>{row.triggers === 0 ? 'none found' : row.triggerKinds.map(kindWord).join(', ')}</>
}

const orUnseen = (value: number | null) =>
  value === null ? <Unseen word="not polled" /> : formatCount(value)

/** What a row of functions holds, in the drawer, and the statement that decides who can reach it. */
export function FunctionPeek({ row }: { row: FunctionRow }) {
  return (
    <div className="grid grid-cols-1 gap-4">
      <div className="flex flex-wrap gap-2">
        <Total title="Invocations" data={row.invocations} tone="accent" />
        <Total title="Errors" data={row.errors} tone="error" />
      </div>
      {row.reach !== 'nobody' && <ReachPeek id={row.id} />}
      <Facts
        facts={[
          { label: 'Alerts', value: <AlertCell alerts={row.alerts} /> },
          { label: 'Reach', value: <ReachLink row={row} /> },
          { label: 'Role risk', value: <LevelLabel level={row.roleLevel} /> },
          { label: 'Triggers', value: <TriggerFact row={row} /> },
          { label: 'Timeouts', value: orUnseen(row.timeouts) },
          { label: 'Throttles', value: orUnseen(row.throttles) },
          {
            label: 'Longest run',
            value:
              row.maxDurationMs === null ? (
                <Unseen word="not polled" />
              ) : (
                `${formatMs(row.maxDurationMs)} of ${row.timeoutSeconds === null ? 'an unknown timeout' : `${row.timeoutSeconds} s`}`
              ),
          },
          {
            label: 'Where',
            value: (
              <>
                <Text value={row.accountName} /> · <span className="num">{row.region}</span>
              </>
            ),
          },
          { label: 'Runtime', value: <Text value={row.runtime ?? row.packageType} mono /> },
          { label: 'Architecture', value: <Text value={row.architecture} mono /> },
          { label: 'Memory', value: formatMemory(row.memoryMb) },
          { label: 'Owner', value: <Text value={row.owner} /> },
          { label: 'Environment', value: <Text value={row.env} /> },
          { label: 'Criticality', value: <Text value={row.criticality} /> },
          { label: 'Deployed', value: <Time at={row.lastModifiedAt} /> },
          { label: 'Role', value: <Text value={row.roleArn} mono copy /> },
          { label: 'ARN', value: <Text value={row.arn} mono copy /> },
        ]}
      />
      <div className="flex flex-wrap gap-2">
        <ScopedLink href={`/functions/${row.id}?tab=changes`} className={buttonClass('default', 'sm')}>
          Changes
        </ScopedLink>
        <ScopedLink
          href={`/events?function=${encodeURIComponent(row.name)}`}
          className={buttonClass('default', 'sm')}
        >
          Events
        </ScopedLink>
      </div>
    </div>
  )
}
