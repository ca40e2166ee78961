'use client'
import { useMutation } from '@tanstack/react-query'
import { FileSearch } from 'lucide-react'
import { type ApiError, postApi } from '#components/query/use-api.ts'
import { useRoleReason } from '#components/query/use-status.ts'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { Skeleton } from '#components/ui/skeleton.tsx'
import type { LogSample } from '#server/services/log-samples/schema.ts'
import { SampleView } from './sample-view.tsx'

type Props = {
  functionId: number | string
  /** Of the period, asked when somebody reads. */
  bounds: () => { fromMs: number; toMs: number }
}

/** Reads samples of a function's log when it is asked to; nothing of them outlives the page. */
export function LogSamples({ functionId, bounds }: Props) {
  const reason = useRoleReason('responder')
  const read = useMutation<LogSample, ApiError>({
    mutationFn: () => {
      const { fromMs, toMs } = bounds()
      const [from, to] = [new Date(fromMs).toISOString(), new Date(toMs).toISOString()]
      return postApi<LogSample>(`/functions/${functionId}/log-samples`, { from, to })
    },
    gcTime: 0,
  })
  return (
    <Card
      title="Samples from the logs"
      note="the last errors of this period; read now, never stored"
      actions={
        <Button
          size="sm"
          aria-disabled={reason !== null || read.isPending}
          title={reason ?? 'Your name is kept with which log you read, and when'}
          onClick={() => {
            if (reason === null && !read.isPending) read.mutate()
          }}
        >
          <FileSearch size={13} aria-hidden />
          {read.data ? 'Read again' : 'Show samples from the logs'}
        </Button>
      }
    >
      <div aria-live="polite">
        {read.isPending ? (
          <div role="status" aria-label="Reading the log" className="grid gap-2">
            <Skeleton className="h-3 w-72" />
            <Skeleton className="h-24" />
          </div>
        ) : read.error ? (
          <ErrorState
            title="The log could not be read"
            error={read.error}
            stillWorks="Metrics and alerts do not need the log."
            retry={() => read.mutate()}
          />
        ) : read.data ? (
          <SampleView sample={read.data} />
        ) : (
          <p className="m-0 text-table text-muted">
            {reason ??
              'Request ids and lines of failing invocations, from CloudWatch Logs straight to this page. Secrets are masked.'}
          </p>
        )}
      </div>
    </Card>
  )
}
