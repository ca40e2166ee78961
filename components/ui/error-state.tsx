'use client'
import { CircleAlert } from 'lucide-react'
import { ApiError } from '#components/query/api-error.ts'
import { visibleText } from '#server/domain/text.ts'
import { Button } from './button.tsx'

type Props = {
  /** What failed, as "The alerts could not be loaded". */
  title: string
  error: unknown
  /** What still works, in a sentence. */
  stillWorks?: string
  retry?: () => void
}

/** What failed, why, what still works, and Retry. */
export function ErrorState({ title, error, stillWorks, retry }: Props) {
  const message = error instanceof Error ? visibleText(error.message) : null
  const requestId = error instanceof ApiError ? error.requestId : null
  return (
    <div role="alert" className="flex flex-col items-center gap-1 px-4 py-8 text-center">
      <CircleAlert size={20} className="mb-1 text-critical" aria-hidden />
      <p className="font-medium">{title}</p>
      {message && <p className="max-w-prose break-words text-table text-muted">{message}</p>}
      {stillWorks && <p className="max-w-prose text-table text-muted">{stillWorks}</p>}
      {requestId && (
        <p className="num text-micro text-faint" title="Give this to whoever reads the server's log">
          request {requestId}
        </p>
      )}
      {retry && (
        <Button className="mt-2" onClick={retry}>
          Retry
        </Button>
      )}
    </div>
  )
}
