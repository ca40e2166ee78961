import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Suspense } from 'react'
import { ResourcePage } from '#components/history/resource-page.tsx'

export const metadata: Metadata = { title: 'History' }

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  if (!/^\d{1,10}$/.test(id)) notFound()
  return (
    <Suspense>
      <ResourcePage id={id} />
    </Suspense>
  )
}
