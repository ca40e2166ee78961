import type { Metadata } from 'next'
import { Suspense } from 'react'
import { CostPage } from '#components/cost/cost-page.tsx'

export const metadata: Metadata = { title: 'Cost' }

export default function Page() {
  return (
    <Suspense>
      <CostPage />
    </Suspense>
  )
}
