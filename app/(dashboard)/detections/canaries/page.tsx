import type { Metadata } from 'next'
import { Suspense } from 'react'
import { CanariesPage } from '#components/detections/canaries-page.tsx'

export const metadata: Metadata = { title: 'Canaries' }

export default function Page() {
  return (
    <Suspense>
      <CanariesPage />
    </Suspense>
  )
}
