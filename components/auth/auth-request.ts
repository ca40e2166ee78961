import { ApiError } from '#components/query/api-error.ts'

/** better-auth's own error body: `{code, message}`; a refusal for too many tries says how many seconds to wait. */
export class AuthError extends ApiError {
  retryAfterSeconds: number | null

  constructor(status: number, code: string, message: string, retryAfterSeconds: number | null) {
    super(status, { code, message })
    this.name = 'AuthError'
    this.retryAfterSeconds = retryAfterSeconds
  }
}

async function send(path: string, body: unknown): Promise<void> {
  let response: Response
  try {
    response = await fetch(`/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify(body),
    })
  } catch {
    throw new AuthError(0, 'offline', 'The Sightline server could not be reached.', null)
  }
  if (response.ok) return
  const answer: unknown = await response.json().catch(() => null)
  const field = (name: 'code' | 'message') => {
    const value = typeof answer === 'object' && answer !== null ? Reflect.get(answer, name) : null
    return typeof value === 'string' ? value : ''
  }
  const wait = Number(
    response.headers.get('x-retry-after') ?? response.headers.get('retry-after') ?? Number.NaN,
  )
  throw new AuthError(response.status, field('code'), field('message'), Number.isFinite(wait) ? wait : null)
}

/** @throws AuthError */
export function signIn(email: string, password: string): Promise<void> {
  return send('/sign-in/email', { email, password, rememberMe: true })
}

/** @throws AuthError */
export function signOut(): Promise<void> {
  return send('/sign-out', {})
}
