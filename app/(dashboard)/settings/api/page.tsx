import type { Metadata } from 'next'
import { ApiReferencePage } from '#components/settings/api-reference-page.tsx'

export const metadata: Metadata = { title: 'API reference' }

export default function Page() {
  return <ApiReferencePage />
}
