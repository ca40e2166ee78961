import type { Metadata } from 'next'
import { Suspense } from 'react'
import { PosturePage } from '#components/posture/posture-page.tsx'

export const metadata: Metadata = { title: 'Posture' }

export default function Page() {
  return (
    <Suspense>
      <PosturePage />
    </Suspense>
  )
}
