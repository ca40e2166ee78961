import { z } from 'zod'
import { readAuthEnv } from '#server/http/auth-env.ts'
import { openApiDocument } from '#server/http/openapi.ts'
import { defineRoute } from '#server/http/route.ts'
import { sessionCookieName } from '#server/http/session-cookie.ts'
import { ROUTES } from './index.ts'

export const openApiRoute = defineRoute({
  method: 'GET',
  path: '/api/v1/openapi.json',
  summary: 'This document',
  role: 'viewer',
  response: z.record(z.string(), z.unknown()),
  handler: async () => {
    const { cookiePrefix, secure } = readAuthEnv()
    return openApiDocument(ROUTES, sessionCookieName(cookiePrefix, secure))
  },
})
