import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Suspense } from 'react'
import { RolePage } from '#components/roles/role-page.tsx'

export const metadata: Metadata = { title: 'Role' }

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  if (!/^\d{1,10}$/.test(id)) notFound()
  return (
    <Suspense>
      <RolePage id={id} />
    </Suspense>
  )
}
