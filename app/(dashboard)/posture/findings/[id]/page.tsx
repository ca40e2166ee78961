import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Suspense } from 'react'
import { FindingPage } from '#components/posture/finding-page.tsx'

export const metadata: Metadata = { title: 'Finding' }

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  if (!/^[0-9a-f-]{36}$/.test(id)) notFound()
  return (
    <Suspense>
      <FindingPage id={id} />
    </Suspense>
  )
}
