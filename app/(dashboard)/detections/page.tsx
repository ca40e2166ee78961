import type { Metadata } from 'next'
import { Suspense } from 'react'
import { DetectionsPage } from '#components/detections/detections-page.tsx'

export const metadata: Metadata = { title: 'Detections' }

export default function Page() {
  return (
    <Suspense>
      <DetectionsPage />
    </Suspense>
  )
}
