import type { Metadata } from 'next'
import { AuthFrame } from '#components/auth/auth-frame.tsx'
import { SetUpForm } from '#components/auth/set-up-form.tsx'

export const metadata: Metadata = { title: 'First set-up', referrer: 'no-referrer' }

export default function Page() {
  return (
    <AuthFrame
      title="First set-up"
      intro="Create the first administrator. The link works once; others are added under Settings."
    >
      <SetUpForm />
    </AuthFrame>
  )
}
