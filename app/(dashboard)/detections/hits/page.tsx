import type { Metadata } from 'next'
import { Suspense } from 'react'
import { HitsPage } from '#components/detections/hits-page.tsx'

export const metadata: Metadata = { title: 'Hits' }

export default function Page() {
  return (
    <Suspense>
      <HitsPage />
    </Suspense>
  )
}
