import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Suspense } from 'react'
import { CheckPage } from '#components/posture/check-page.tsx'

export const metadata: Metadata = { title: 'Check' }

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  if (!/^[a-z0-9-]{1,100}$/.test(id)) notFound()
  return (
    <Suspense>
      <CheckPage id={id} />
    </Suspense>
  )
}
