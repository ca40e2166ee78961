import type { Metadata } from 'next'
import { WatchCostPage } from '#components/settings/watch/watch-cost-page.tsx'

export const metadata: Metadata = { title: 'What the watch costs' }

export default function Page() {
  return <WatchCostPage />
}
