import type { Metadata } from 'next'
import { Suspense } from 'react'
import { AnomaliesPage } from '#components/anomalies/anomalies-page.tsx'

export const metadata: Metadata = { title: 'Anomalies' }

export default function Page() {
  return (
    <Suspense>
      <AnomaliesPage />
    </Suspense>
  )
}
