import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { Actor } from '#server/services/context.ts'
import { getAuth } from './auth.ts'
import { sessionActor } from './context.ts'

/** For layouts of pages: who is signed in, or the way to sign-in for a session that has ended. */
export async function requirePageSession(): Promise<Actor> {
  const { actor } = await sessionActor(getAuth(), new Headers(await headers()))
  return actor ?? redirect('/sign-in')
}
