import type { Metadata } from 'next'
import { Suspense } from 'react'
import { FrameworksPage } from '#components/posture/frameworks-page.tsx'

export const metadata: Metadata = { title: 'Frameworks' }

export default function Page() {
  return (
    <Suspense>
      <FrameworksPage />
    </Suspense>
  )
}
