import type { ReactNode } from 'react'
import { Logo } from '#components/shell/logo.tsx'

/** What surrounds sign-in and set-up. */
export function AuthFrame({ title, intro, children }: { title: string; intro: string; children: ReactNode }) {
  return (
    <main className="flex min-h-dvh items-start justify-center px-4 pt-[14vh] pb-8">
      <div className="w-full max-w-80">
        <p className="mb-6 flex items-center gap-2 font-semibold tracking-tight">
          <Logo size={22} />
          Sightline
        </p>
        <h1 className="text-title font-semibold tracking-tight">{title}</h1>
        <p className="mt-1 mb-5 text-muted">{intro}</p>
        {children}
      </div>
    </main>
  )
}

/** A problem with a form, announced. */
export function FormProblem({ children }: { children: ReactNode }) {
  return (
    <p role="alert" className="rounded-md border border-critical/40 bg-critical/10 px-3 py-2 text-critical">
      {children}
    </p>
  )
}
