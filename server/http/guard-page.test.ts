import { createHmac } from 'node:crypto'
import { NextRequest } from 'next/server'
import { beforeAll, describe, expect, test } from 'vitest'
import { cookiePrefixOf } from './auth-env.ts'
import { guardPage } from './guard-page.ts'
import { sessionCookieName } from './session-cookie.ts'

const SECRET = 'a secret of the tests, longer than 32 characters'
const name = sessionCookieName(cookiePrefixOf(SECRET), false)
const signed = (secret: string) =>
  `${name}=${encodeURIComponent(`token.${createHmac('sha256', secret).update('token').digest('base64')}`)}`

beforeAll(() => {
  process.env.SIGHTLINE_SECRET = SECRET
})

const visit = (path: string, cookie?: string) =>
  guardPage(new NextRequest(`http://sightline.test${path}`, { headers: cookie ? { cookie } : {} }))

describe('a page', () => {
  test.each([
    ['/', '/sign-in'],
    [
      '/functions?runtime=python3.9&q=a%20b',
      '/sign-in?next=%2Ffunctions%3Fruntime%3Dpython3.9%26q%3Da%2520b',
    ],
    ['/sign-inx', '/sign-in?next=%2Fsign-inx'],
    ['/apix', '/sign-in?next=%2Fapix'],
  ])('%s leads to sign-in without a session', (path, to) => {
    const response = visit(path)
    expect(response.status).toBe(307)
    const { pathname, search } = new URL(response.headers.get('location') ?? '')
    expect(pathname + search).toBe(to)
  })

  test('leads to sign-in with a cookie that somebody else signed', () => {
    expect(visit('/', signed('another secret, also longer than 32 chars')).status).toBe(307)
  })

  test.each(['/sign-in', '/setup'])('%s is open', (path) => {
    expect(visit(path).headers.get('location')).toBeNull()
  })

  test('gets a nonce of its own and a policy that lets no other script run', () => {
    const policies = [visit('/', signed(SECRET)), visit('/', signed(SECRET))].map((response) => {
      expect(response.headers.get('location')).toBeNull()
      expect(response.headers.get('x-frame-options')).toBe('DENY')
      return response.headers.get('content-security-policy') ?? ''
    })
    expect(policies[0]).toMatch(/script-src 'self' 'nonce-[A-Za-z0-9+/=]{24}' 'strict-dynamic';/)
    expect(policies[0]).not.toContain('unsafe-eval')
    expect(policies[0]).not.toBe(policies[1])
  })
})

test.each(['/api/v1/status', '/healthz', '/metrics', '/readyz'])(
  '%s answers for itself, and nothing runs in its answer',
  (path) => {
    const response = visit(path)
    expect(response.headers.get('location')).toBeNull()
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  },
)
