import { randomBytes } from 'node:crypto'
import { type NextRequest, NextResponse } from 'next/server'
import { readAuthEnv } from './auth-env.ts'
import { contentSecurityPolicy, SECURITY_HEADERS } from './security-headers.ts'
import { isSignedByUs, sessionCookieName } from './session-cookie.ts'

const OPEN_PAGES = ['/sign-in', '/setup']
const OWN_RULES = /^\/(api|healthz|readyz|metrics)(\/|$)/

function isSignedIn(request: NextRequest): boolean {
  const { cookiePrefix, secure, secret } = readAuthEnv()
  const cookie = request.cookies.get(sessionCookieName(cookiePrefix, secure))
  return cookie !== undefined && isSignedByUs(encodeURIComponent(cookie.value), secret)
}

function secured(response: NextResponse, policy?: string): NextResponse {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.headers.set(name, value)
  if (policy) response.headers.set('content-security-policy', policy)
  return response
}

/** Before every page: secure headers, a nonce for its scripts, and the way to sign-in for who has no session. */
export function guardPage(request: NextRequest): NextResponse {
  const { pathname, search } = request.nextUrl
  if (OWN_RULES.test(pathname))
    return secured(NextResponse.next(), "default-src 'none'; frame-ancestors 'none'")
  if (!OPEN_PAGES.includes(pathname) && !isSignedIn(request)) {
    const target = request.nextUrl.clone()
    target.pathname = '/sign-in'
    target.search = pathname === '/' && search === '' ? '' : `?next=${encodeURIComponent(pathname + search)}`
    return secured(NextResponse.redirect(target))
  }
  const nonce = randomBytes(16).toString('base64')
  const policy = contentSecurityPolicy(nonce, process.env.NODE_ENV === 'development')
  const headers = new Headers(request.headers)
  headers.set('x-nonce', nonce)
  headers.set('content-security-policy', policy)
  return secured(NextResponse.next({ request: { headers } }), policy)
}
