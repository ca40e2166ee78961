import type { Metadata } from 'next'
import { SourcesPage } from '#components/event-sources/sources-page.tsx'

export const metadata: Metadata = { title: 'Event sources' }

export default function Page() {
  return <SourcesPage />
}
