import type { Metadata } from 'next'
import { Suspense } from 'react'
import { OwnersPage } from '#components/posture/owners-page.tsx'

export const metadata: Metadata = { title: 'Owners' }

export default function Page() {
  return (
    <Suspense>
      <OwnersPage />
    </Suspense>
  )
}
