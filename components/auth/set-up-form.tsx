'use client'
import { useSearchParams } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { postApi } from '#components/query/use-api.ts'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { Field } from '#components/ui/input.tsx'
import { FormProblem } from './auth-frame.tsx'
import { signIn } from './auth-request.ts'
import { setUpProblem } from './auth-words.ts'

const MIN_PASSWORD = 12

/** Creates the first administrator with the one-time token of the link, then signs in. */
export function SetUpForm() {
  const token = useSearchParams().get('token') ?? ''
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const [mismatch, setMismatch] = useState(false)

  if (token === '') {
    return (
      <div className="grid gap-3">
        <FormProblem>
          This address has no set-up token. Open the whole link that the terminal running Sightline printed.
        </FormProblem>
        <a href="/sign-in" className={buttonClass('default', 'touch', 'justify-center')}>
          Sign in instead
        </a>
      </div>
    )
  }

  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '')
    const [email, password] = [text('email').trim(), text('password')]
    setMismatch(password !== text('again'))
    if (password !== text('again')) return
    setBusy(true)
    setProblem(null)
    try {
      await postApi('/setup', { token, name: text('name').trim(), email, password })
    } catch (error) {
      setProblem(setUpProblem(error))
      setBusy(false)
      return
    }
    await signIn(email, password).then(
      () => location.assign('/'),
      () => location.assign('/sign-in?created'),
    )
  }

  return (
    <form method="post" onSubmit={submit} className="grid gap-3">
      {problem && <FormProblem>{problem}</FormProblem>}
      <Field
        id="name"
        name="name"
        label="Name"
        autoComplete="name"
        required
        maxLength={100}
        autoFocus
        className="h-9"
      />
      <Field
        id="email"
        name="email"
        type="email"
        label="E-mail"
        autoComplete="username"
        required
        maxLength={254}
        className="h-9"
      />
      <Field
        id="password"
        name="password"
        type="password"
        label="Password"
        hint={`At least ${MIN_PASSWORD} characters.`}
        autoComplete="new-password"
        required
        minLength={MIN_PASSWORD}
        maxLength={200}
        className="h-9"
      />
      <Field
        id="again"
        name="again"
        type="password"
        label="Password again"
        error={mismatch ? 'The two passwords differ.' : null}
        autoComplete="new-password"
        required
        className="h-9"
      />
      <Button type="submit" variant="primary" size="touch" disabled={busy} className="mt-1 justify-center">
        {busy ? 'Creating…' : 'Create the administrator'}
      </Button>
    </form>
  )
}
