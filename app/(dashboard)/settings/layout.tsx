import { type ReactNode, Suspense } from 'react'
import { SettingsNav } from '#components/settings/settings-nav.tsx'

export default function SettingsLayout({ children }: { children: ReactNode }) {
  return (
    <Suspense>
      <SettingsNav />
      {children}
    </Suspense>
  )
}
