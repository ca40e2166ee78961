import type { Metadata } from 'next'
import { Suspense } from 'react'
import { ChecksPage } from '#components/posture/checks-page.tsx'

export const metadata: Metadata = { title: 'Checks' }

export default function Page() {
  return (
    <Suspense>
      <ChecksPage />
    </Suspense>
  )
}
