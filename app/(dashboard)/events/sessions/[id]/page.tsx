import type { Metadata } from 'next'
import { SessionPage } from '#components/events/session-page.tsx'

export const metadata: Metadata = { title: 'Session' }

/** Event ids come from elsewhere: one that is no valid part of an address is looked for as it stands. */
function decoded(id: string): string {
  try {
    return decodeURIComponent(id)
  } catch {
    return id
  }
}

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  return <SessionPage id={decoded(id)} />
}
