/** An answer that was not 2xx, or none at all (status 0). */
export class ApiError extends Error {
  status: number
  code: string
  requestId: string | null
  details: unknown

  constructor(
    status: number,
    body: { code: string; message: string; requestId?: string | null; details?: unknown },
  ) {
    super(body.message)
    this.name = 'ApiError'
    this.status = status
    this.code = body.code
    this.requestId = body.requestId ?? null
    this.details = body.details
  }
}

/** Reads `{error: {code, message, requestId}}`; anything else becomes a plain sentence with the status. */
export function apiErrorOf(status: number, body: unknown): ApiError {
  const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : null
  if (
    typeof error === 'object' &&
    error !== null &&
    'message' in error &&
    typeof error.message === 'string'
  ) {
    return new ApiError(status, {
      code: 'code' in error && typeof error.code === 'string' ? error.code : 'error',
      message: error.message,
      requestId: 'requestId' in error && typeof error.requestId === 'string' ? error.requestId : null,
      details: 'details' in error ? error.details : undefined,
    })
  }
  return new ApiError(status, { code: 'error', message: `The server answered with status ${status}.` })
}
