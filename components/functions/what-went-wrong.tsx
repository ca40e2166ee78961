'use client'
import { BarChart, type BarItem } from '#components/charts/bar-chart.tsx'
import { Facts } from '#components/detail/facts.tsx'
import { Unseen } from '#components/detail/unseen.tsx'
import { useApi } from '#components/query/use-api.ts'
import { useScope } from '#components/scope/use-scope.ts'
import { Card } from '#components/ui/card.tsx'
import { CodeBlock } from '#components/ui/code-block.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import { Skeleton } from '#components/ui/skeleton.tsx'
import { Time } from '#components/ui/time.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { FunctionBreakdown } from '#server/services/breakdown/schema.ts'

type Errors = NonNullable<FunctionBreakdown['errors']>

function kindsOf(errors: Errors): BarItem[] {
  const upTo = errors.timeoutsAtMost > 0
  const items: BarItem[] = [
    { key: 'timeout', label: upTo ? 'timeouts, up to' : 'timeouts', value: errors.timeouts, tone: 'timeout' },
    { key: 'memory', label: 'out of memory', value: errors.outOfMemory, tone: 'series-4' },
    { key: 'init', label: 'init failures', value: errors.init, tone: 'series-5' },
    { key: 'application', label: 'application', value: errors.application, tone: 'error' },
    { key: 'not told', label: 'not told apart', value: errors.notTold, tone: 'neutral' },
  ]
  return items.filter(({ value }) => (value ?? 0) > 0)
}

function readWords({ errors, logs }: FunctionBreakdown): string {
  if (!errors || errors.errors === 0) return ''
  if (errors.read > 0)
    return `The log showed ${formatCount(errors.read)} of ${formatCount(errors.errors)}; the rest is told by the metrics alone.`
  if (logs.mode !== 'trouble')
    return 'Told by the metrics alone: logs are read only when somebody asks, as SIGHTLINE_READ_LOGS says.'
  if (logs.denied) return 'Told by the metrics alone: reading the log is denied.'
  return 'Told by the metrics alone: nothing of the log was read in this period.'
}

function Throttles({ throttles }: { throttles: FunctionBreakdown['throttles'] }) {
  const { total, why } = throttles
  if (total === null) return <Unseen word="throttles were not polled" />
  if (total === 0 || !why) return <p className="m-0 text-table text-muted">No request was throttled.</p>
  return (
    <>
      <p className="m-0">
        <span className="num">{formatCount(total)}</span> throttled, the last <Time at={why.lastAt} />:{' '}
        {why.certainty === 'likely' && 'probably because '}
        {visibleText(why.text)}.
      </p>
      <Facts facts={why.evidence.map(({ label, value }) => ({ label, value: visibleText(value) }))} />
    </>
  )
}

/** Errors by kind, each as sure as it is, and what throttles the function. */
export function WhatWentWrong({ id }: { id: string }) {
  const { scopeParams } = useScope()
  const { data, error, isError, refetch } = useApi<FunctionBreakdown>(
    `/functions/${id}/breakdown`,
    scopeParams,
  )
  return (
    <Card
      title="What went wrong"
      note={data?.errors ? `${formatCount(data.errors.errors)} errors` : undefined}
    >
      {!data ? (
        isError ? (
          <ErrorState title="This could not be told" error={error} retry={() => refetch()} />
        ) : (
          <div role="status" aria-label="Loading what went wrong">
            <Skeleton className="h-16" />
          </div>
        )
      ) : (
        <div className="grid gap-2">
          {data.errors === null ? (
            <Unseen word="errors were not polled" />
          ) : data.errors.errors === 0 ? (
            <p className="m-0 text-table text-muted">No invocation failed.</p>
          ) : (
            <BarChart label="Errors by kind" items={kindsOf(data.errors)} unit="Count" />
          )}
          {readWords(data) && <p className="m-0 text-table text-muted">{readWords(data)}</p>}
          {data.logs.statement && (
            <details className="text-table">
              <summary className="cursor-pointer">The permission that is missing</summary>
              <CodeBlock code={data.logs.statement} label="IAM statement that is missing" />
            </details>
          )}
          <div className="grid gap-1 border-t border-line pt-2 text-table">
            <Throttles throttles={data.throttles} />
          </div>
        </div>
      )}
    </Card>
  )
}
