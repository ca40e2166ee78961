import { cookies } from 'next/headers'
import type { ReactNode } from 'react'
import { RAIL_COOKIE } from '#components/shell/rail-cookie.ts'
import { Shell } from '#components/shell/shell.tsx'
import { requirePageSession } from '#server/http/page-session.ts'

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  await requirePageSession()
  const rail = (await cookies()).get(RAIL_COOKIE)?.value
  return <Shell railCollapsed={rail === 'narrow'}>{children}</Shell>
}
