'use client'
import { useSearchParams } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/input.tsx'
import { FormProblem } from './auth-frame.tsx'
import { signIn } from './auth-request.ts'
import { signInProblem } from './auth-words.ts'
import { nextPath } from './next-path.ts'

export function SignInForm() {
  const search = useSearchParams()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    setBusy(true)
    setProblem(null)
    try {
      await signIn(String(form.get('email')).trim(), String(form.get('password')))
      location.assign(nextPath(search.get('next')))
    } catch (error) {
      setProblem(signInProblem(error, Date.now()))
      setBusy(false)
    }
  }
  return (
    <form method="post" onSubmit={submit} className="grid gap-3">
      {search.has('next') && !problem && (
        <p className="text-table text-muted">Sign in to go on to the page that you asked for.</p>
      )}
      {search.has('created') && !problem && (
        <p className="text-table text-muted">The administrator was created. Sign in with what you chose.</p>
      )}
      {problem && <FormProblem>{problem}</FormProblem>}
      <Field
        id="email"
        name="email"
        type="email"
        label="E-mail"
        autoComplete="username"
        required
        autoFocus
        className="h-9"
      />
      <Field
        id="password"
        name="password"
        type="password"
        label="Password"
        autoComplete="current-password"
        required
        className="h-9"
      />
      <Button type="submit" variant="primary" size="touch" disabled={busy} className="mt-1 justify-center">
        {busy ? 'Signing in…' : 'Sign in'}
      </Button>
    </form>
  )
}
