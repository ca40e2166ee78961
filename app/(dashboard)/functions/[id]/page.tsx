import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { Suspense } from 'react'
import { FunctionPage } from '#components/functions/function-page.tsx'

export const metadata: Metadata = { title: 'Function' }

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  if (!/^\d{1,10}$/.test(id)) notFound()
  return (
    <Suspense>
      <FunctionPage id={id} />
    </Suspense>
  )
}
