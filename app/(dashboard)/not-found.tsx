import type { Metadata } from 'next'
import Link from 'next/link'
import { EmptyState } from '#components/ui/empty-state.tsx'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <EmptyState
      isPage
      title="There is no such page"
      action={
        <Link href="/" className="text-accent">
          To the overview
        </Link>
      }
    >
      The address is wrong, or what it showed is gone.
    </EmptyState>
  )
}
