import { describe, expect, it } from 'vitest'
import { ApiError } from '#components/query/api-error.ts'
import { AuthError } from './auth-request.ts'
import { setUpProblem, signInProblem } from './auth-words.ts'

describe('signInProblem', () => {
  it.each([
    [new AuthError(401, 'INVALID_EMAIL_OR_PASSWORD', 'x', null), /e-mail or password is wrong/i],
    [new AuthError(429, '', '', 41.2), /in 42 s/],
    [new AuthError(429, '', '', null), /wait a minute/i],
    [new AuthError(403, 'ACCOUNT_DISABLED', '', null), /disabled/],
    [new AuthError(0, 'offline', '', null), /could not be reached/],
    [new AuthError(500, '', '', null), /status 500/],
    [new Error('boom'), /did not say/],
  ])('says what to do', (error, words) => expect(signInProblem(error, 0)).toMatch(words))
})

describe('setUpProblem', () => {
  it('says where a fresh link is when this one was used', () => {
    expect(setUpProblem(new ApiError(409, { code: 'conflict', message: '' }))).toMatch(/terminal/)
  })
  it('passes on what the server found wrong with the input', () => {
    expect(setUpProblem(new ApiError(422, { code: 'invalid', message: 'password: too common' }))).toBe(
      'password: too common',
    )
  })
})
