import type { Metadata } from 'next'
import { Suspense } from 'react'
import { ConcurrencyPage } from '#components/concurrency/concurrency-page.tsx'

export const metadata: Metadata = { title: 'Concurrency' }

export default function Page() {
  return (
    <Suspense>
      <ConcurrencyPage />
    </Suspense>
  )
}
