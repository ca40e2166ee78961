import type { Metadata } from 'next'
import { Suspense } from 'react'
import { FunctionsPage } from '#components/functions/functions-page.tsx'

export const metadata: Metadata = { title: 'Functions' }

export default function Page() {
  return (
    <Suspense>
      <FunctionsPage />
    </Suspense>
  )
}
