'use client'
import { ErrorState } from '#components/ui/error-state.tsx'

/** What is shown where drawing a page failed; navigation stays. */
export default function PageError({ reset }: { error: Error; reset: () => void }) {
  return (
    <ErrorState
      title="This page could not be shown"
      error={null}
      stillWorks="The other pages, the collection of data and the alerting go on. If Retry does not help, reload."
      retry={reset}
    />
  )
}
