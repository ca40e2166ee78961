import type { Metadata } from 'next'
import { CoveragePage } from '#components/settings/coverage-page.tsx'

export const metadata: Metadata = { title: 'Coverage' }

export default function Page() {
  return <CoveragePage />
}
