'use client'
import { FunctionCostCard } from '#components/cost/function-cost-card.tsx'
import { Facts } from '#components/detail/facts.tsx'
import { FieldValue } from '#components/detail/field-value.tsx'
import { Unseen } from '#components/detail/unseen.tsx'
import { LogSamples } from '#components/log-samples/log-samples.tsx'
import { scopeBounds } from '#components/scope/scope.ts'
import { useScope } from '#components/scope/use-scope.ts'
import { kindWord } from '#components/triggers/trigger-words.ts'
import { Card } from '#components/ui/card.tsx'
import { formatCount, formatMemory, formatMs } from '#components/ui/format.ts'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { FunctionDetail } from '#server/services/functions/schema.ts'
import { FunctionCharts } from './function-charts.tsx'
import { ReachLink } from './reach-label.tsx'
import { RecentAlerts } from './recent-alerts.tsx'
import { WhatWentWrong } from './what-went-wrong.tsx'

const polled = (value: number | null) => (value === null ? <Unseen word="not polled" /> : formatCount(value))

/** Charts on one time axis and, beside them, the facts that an engineer asks for first. */
export function OverviewTab({ id, detail }: { id: string; detail: FunctionDetail }) {
  const { row, record, limits, triggersUnseen, role } = detail
  const { scope } = useScope()
  return (
    <div className="grid grid-cols-1 min-w-0 items-start gap-3 xl:grid-cols-[minmax(0,1fr)_21rem]">
      <div className="grid grid-cols-1 min-w-0 gap-3">
        <FunctionCharts id={id} name={row.name} />
        <LogSamples functionId={id} bounds={() => scopeBounds(scope, Date.now())} />
      </div>
      <div className="grid grid-cols-1 min-w-0 gap-3">
        <RecentAlerts id={id} />
        <WhatWentWrong id={id} />
        <Card title="In this period">
          <Facts
            facts={[
              { label: 'Invocations', value: <span className="num">{polled(row.invocations.total)}</span> },
              { label: 'Errors', value: <span className="num">{polled(row.errors.total)}</span> },
              { label: 'of these timeouts', value: <span className="num">{polled(row.timeouts)}</span> },
              { label: 'Throttles', value: <span className="num">{polled(row.throttles)}</span> },
              {
                label: 'Longest run',
                value:
                  row.maxDurationMs === null ? <Unseen word="not polled" /> : formatMs(row.maxDurationMs),
              },
            ]}
          />
        </Card>
        <FunctionCostCard id={id} name={row.name} />
        <Card title="What it is">
          <Facts
            facts={[
              {
                label: 'Timeout',
                value: row.timeoutSeconds === null ? <Unseen /> : `${row.timeoutSeconds} s`,
              },
              { label: 'Memory', value: row.memoryMb === null ? <Unseen /> : formatMemory(row.memoryMb) },
              {
                label: 'Concurrency',
                value: (
                  <FieldValue
                    field={record.reservedConcurrency}
                    show={(value) => `${formatCount(value)} reserved`}
                    absent={`none reserved; shares ${limits.unreserved === null ? 'an unknown number' : formatCount(limits.unreserved)} of the account`}
                  />
                ),
              },
              {
                label: 'Triggers',
                value:
                  row.triggers === null ? (
                    <Unseen word="not worked out yet" reason={triggersUnseen.join('\n')} />
                  ) : row.triggerKinds.length > 0 ? (
                    row.triggerKinds.map(kindWord).join(', ')
                  ) : (
                    'none found'
                  ),
              },
              { label: 'Reach', value: <ReachLink row={row} /> },
              { label: 'Role', value: <Text value={role.arn?.split('/').at(-1)} mono /> },
              { label: 'Version', value: <Text value={row.version ?? 'only $LATEST'} mono /> },
              { label: 'Deployed', value: <Time at={row.lastModifiedAt} /> },
              { label: 'Read', value: <Time at={detail.collectedAt} /> },
            ]}
          />
        </Card>
      </div>
    </div>
  )
}
