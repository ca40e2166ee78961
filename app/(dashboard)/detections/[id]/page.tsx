import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Suspense } from 'react'
import { DetectionPage } from '#components/detections/detection-page.tsx'

export const metadata: Metadata = { title: 'Detection' }

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  if (!/^[a-z0-9-]{1,120}$/.test(id)) notFound()
  return (
    <Suspense>
      <DetectionPage id={id} />
    </Suspense>
  )
}
