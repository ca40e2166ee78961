import { ForbiddenError } from '#server/errors.ts'

/** The origin that the browser sees, from SIGHTLINE_URL or else from the Host header. */
export function originOf(request: Request, baseUrl: string | null): string {
  if (baseUrl) return new URL(baseUrl).origin
  const host = request.headers.get('host') ?? new URL(request.url).host
  const origin = request.headers.get('origin')
  const protocol = origin?.startsWith('https://') ? 'https' : 'http'
  return `${protocol}://${host}`
}

/**
 * A state-changing request that the browser signs with its cookie must come from our own pages: Sec-Fetch-Site or
 * Origin says so (OWASP CSRF cheat sheet). @throws ForbiddenError
 */
export function requireSameOrigin(request: Request, baseUrl: string | null): void {
  const site = request.headers.get('sec-fetch-site')
  if (site !== null && site !== 'same-origin')
    throw new ForbiddenError('This request came from another site.')
  const origin = request.headers.get('origin')
  if (origin !== null && origin !== originOf(request, baseUrl)) {
    throw new ForbiddenError('This request came from another site.')
  }
  if (origin === null && site === null)
    throw new ForbiddenError('The request does not say where it came from.')
}
