import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Suspense } from 'react'
import { FrameworkPage } from '#components/posture/framework-page.tsx'

export const metadata: Metadata = { title: 'Framework' }

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  if (!/^[a-z0-9-]{1,60}$/.test(id)) notFound()
  return (
    <Suspense>
      <FrameworkPage id={id} />
    </Suspense>
  )
}
