import { expect, it } from 'vitest'
import { isDenied } from './denied.ts'

it.each([
  'AccessDenied',
  'AccessDeniedException',
  'Client.UnauthorizedOperation',
  'AuthorizationError',
  'ForbiddenException',
])('%s is a denial', (errorCode) => expect(isDenied({ errorCode })).toBe(true))

it.each([
  null,
  '',
  'NoSuchEntity',
  'ThrottlingException',
  'NotAccessDeniedAtAll',
  'ResourceNotFoundException',
])('%s is none', (errorCode) => expect(isDenied({ errorCode })).toBe(false))
