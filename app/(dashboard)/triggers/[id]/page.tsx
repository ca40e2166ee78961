import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Suspense } from 'react'
import { TriggerPage } from '#components/triggers/trigger-page.tsx'

export const metadata: Metadata = { title: 'Trigger' }

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  if (!/^\d{1,10}$/.test(id)) notFound()
  return (
    <Suspense>
      <TriggerPage id={id} />
    </Suspense>
  )
}
