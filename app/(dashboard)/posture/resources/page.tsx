import type { Metadata } from 'next'
import { Suspense } from 'react'
import { ResourcesPosturePage } from '#components/posture/resources-posture-page.tsx'

export const metadata: Metadata = { title: 'Resources' }

export default function Page() {
  return (
    <Suspense>
      <ResourcesPosturePage />
    </Suspense>
  )
}
