import { AppError, RateLimitedError } from '#server/errors.ts'
import { createLogger } from '#server/logger.ts'

const STATUS: Record<string, number> = {
  invalid_input: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  rate_limited: 429,
}
/** Node and Postgres codes of a database that cannot be reached or is shutting down. */
const DATABASE_AWAY = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '53300',
  'P1001',
])

function codesOf(error: unknown, depth = 0): string[] {
  if (typeof error !== 'object' || error === null || depth > 4) return []
  const own = 'code' in error && typeof error.code === 'string' ? [error.code] : []
  return [...own, ...('cause' in error ? codesOf(error.cause, depth + 1) : [])]
}

type Shown = { status: number; code: string; message: string; details?: unknown }

function shown(error: unknown): Shown {
  if (error instanceof AppError) {
    const status = STATUS[error.code]
    if (status) return { status, code: error.code, message: error.message, details: error.details }
  }
  if (codesOf(error).some((code) => DATABASE_AWAY.has(code))) {
    return {
      status: 503,
      code: 'database_unavailable',
      message: 'The database does not answer. Try again in a moment.',
    }
  }
  return {
    status: 500,
    code: 'internal',
    message: 'Something went wrong on the server. The log has it under this request id.',
  }
}

/** The one place where an error becomes an answer. What is not ours is logged and shown without its message. */
export function errorResponse(error: unknown, requestId: string): Response {
  const { status, ...body } = shown(error)
  if (status >= 500) createLogger('http').error({ err: error, requestId }, 'a request failed')
  const headers = new Headers({ 'cache-control': 'no-store', 'x-request-id': requestId })
  if (error instanceof RateLimitedError) headers.set('retry-after', String(error.retryAfterSeconds))
  if (status === 401) headers.set('www-authenticate', 'Bearer realm="sightline"')
  return Response.json({ error: { ...body, requestId } }, { status, headers })
}
