import type { Metadata } from 'next'
import { Suspense } from 'react'
import { RulesPage } from '#components/posture/rules-page.tsx'

export const metadata: Metadata = { title: 'Own rules' }

export default function Page() {
  return (
    <Suspense>
      <RulesPage />
    </Suspense>
  )
}
