import type { Metadata } from 'next'
import { Suspense } from 'react'
import { OthersPage } from '#components/posture/others-page.tsx'

export const metadata: Metadata = { title: 'Other services' }

export default function Page() {
  return (
    <Suspense>
      <OthersPage />
    </Suspense>
  )
}
