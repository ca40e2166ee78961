import type { Metadata } from 'next'
import { AuthFrame } from '#components/auth/auth-frame.tsx'
import { SignInForm } from '#components/auth/sign-in-form.tsx'

export const metadata: Metadata = { title: 'Sign in' }

export default function Page() {
  return (
    <AuthFrame title="Sign in" intro="Your Lambda estate: what is exposed, what broke, who changed it.">
      <SignInForm />
    </AuthFrame>
  )
}
