import type { Metadata } from 'next'
import { Suspense } from 'react'
import { ExceptionsPage } from '#components/posture/exceptions-page.tsx'

export const metadata: Metadata = { title: 'Exceptions' }

export default function Page() {
  return (
    <Suspense>
      <ExceptionsPage />
    </Suspense>
  )
}
