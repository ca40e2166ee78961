import type { Metadata } from 'next'
import { Suspense } from 'react'
import { AttackPage } from '#components/detections/attack-page.tsx'

export const metadata: Metadata = { title: 'ATT&CK' }

export default function Page() {
  return (
    <Suspense>
      <AttackPage />
    </Suspense>
  )
}
