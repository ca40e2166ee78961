import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import { cookiePrefixOf } from './auth-env.ts'
import { isSignedByUs, sessionCookieName } from './session-cookie.ts'

const sign = (value: string, secret: string) =>
  encodeURIComponent(`${value}.${createHmac('sha256', secret).update(value).digest('base64')}`)

test('only a cookie that this instance signed counts', () => {
  expect(isSignedByUs(sign('token', 'ours'), 'ours')).toBe(true)
  for (const cookie of [sign('token', 'theirs'), 'token', '', '.', '%', 'token.']) {
    expect(isSignedByUs(cookie, 'ours')).toBe(false)
  }
})

test('two instances on one host keep their sessions apart', () => {
  expect(cookiePrefixOf('a'.repeat(40))).not.toBe(cookiePrefixOf('b'.repeat(40)))
  expect(sessionCookieName('sightline-abc', true)).toBe('__Secure-sightline-abc.session_token')
})
