import type { Metadata } from 'next'
import { Suspense } from 'react'
import { AllowPage } from '#components/detections/allow-page.tsx'

export const metadata: Metadata = { title: 'Allow-list' }

export default function Page() {
  return (
    <Suspense>
      <AllowPage />
    </Suspense>
  )
}
