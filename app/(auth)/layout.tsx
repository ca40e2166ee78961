import type { ReactNode } from 'react'
import { DemoStrip } from '#components/shell/demo-strip.tsx'
import { readEnv } from '#server/env.ts'

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <>
      {readEnv().SIGHTLINE_MODE === 'demo' && (
        <section aria-label="Demo">
          <DemoStrip />
        </section>
      )}
      {children}
    </>
  )
}
