import { describe, expect, it } from 'vitest'
import { apiErrorOf } from './api-error.ts'
import { apiUrl, signInHref } from './request.ts'

describe('apiUrl', () => {
  it('is the same for the same parameters in any order', () => {
    expect(
      apiUrl('/alerts', { q: 'a b', page: 2, state: ['firing', 'snoozed'], sort: undefined, x: '' }),
    ).toBe('/api/v1/alerts?page=2&q=a+b&state=firing%2Csnoozed')
    expect(apiUrl('/alerts', { page: 2, q: 'a b' })).toBe(apiUrl('/alerts', { q: 'a b', page: 2 }))
    expect(apiUrl('/api/auth/x')).toBe('/api/auth/x')
  })
})

describe('apiErrorOf', () => {
  it('takes over what the server says', () => {
    expect(apiErrorOf(403, { error: { code: 'forbidden', message: 'No.', requestId: 'r1' } })).toMatchObject({
      status: 403,
      code: 'forbidden',
      message: 'No.',
      requestId: 'r1',
    })
  })
  it.each([null, 'x', {}, { error: 'x' }, { error: { message: 7 } }])('says the status for %j', (body) => {
    expect(apiErrorOf(502, body).message).toMatch(/502/)
  })
})

it('comes back from sign-in to the page that was asked for', () => {
  expect(signInHref('/')).toBe('/sign-in')
  expect(signInHref('/alerts?a=1&b=2')).toBe('/sign-in?next=%2Falerts%3Fa%3D1%26b%3D2')
})
