import { describe, expect, test } from 'vitest'
import {
  AppError,
  ConflictError,
  ForbiddenError,
  InvalidInputError,
  NotFoundError,
  RateLimitedError,
  SettingError,
  UnauthenticatedError,
} from '#server/errors.ts'
import { errorResponse } from './error-response.ts'

const secret = 'password=hunter2 at 10.0.0.1'

describe('an error as a caller sees it', () => {
  test.each([
    [new InvalidInputError('name: too long.', [{ field: 'name' }]), 400, 'invalid_input'],
    [new UnauthenticatedError(), 401, 'unauthenticated'],
    [new ForbiddenError(), 403, 'forbidden'],
    [new NotFoundError('This alert'), 404, 'not_found'],
    [new ConflictError('Taken.'), 409, 'conflict'],
    [new AppError('too_large', 'Too large.'), 413, 'too_large'],
    [new RateLimitedError(42), 429, 'rate_limited'],
    [new SettingError(secret), 500, 'internal'],
    [new Error(secret), 500, 'internal'],
    [secret, 500, 'internal'],
    [null, 500, 'internal'],
    [Object.assign(new Error(secret), { code: 'ECONNREFUSED' }), 503, 'database_unavailable'],
    [new Error('query failed', { cause: { code: '57P01' } }), 503, 'database_unavailable'],
  ])('%s', async (error, status, code) => {
    const response = errorResponse(error, 'request-1')
    expect(response.status).toBe(status)
    const body = await response.json()
    expect(body).toMatchObject({ error: { code, requestId: 'request-1' } })
    expect(JSON.stringify(body)).not.toContain('hunter2')
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  test('says when to try again', () => {
    expect(errorResponse(new RateLimitedError(42), 'r').headers.get('retry-after')).toBe('42')
  })
})
