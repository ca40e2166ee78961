import { ApiError, apiErrorOf } from './api-error.ts'

export type ApiParams = Record<string, string | number | boolean | readonly string[] | null | undefined>

/** `/alerts` becomes `/api/v1/alerts?…`; empty values are left out, lists become comma-separated. */
export function apiUrl(path: string, params: ApiParams = {}): string {
  const search = new URLSearchParams()
  for (const key of Object.keys(params).sort()) {
    const value = params[key]
    if (value === null || value === undefined || value === '') continue
    const text = Array.isArray(value) ? value.join(',') : String(value)
    if (text !== '') search.set(key, text)
  }
  const query = search.toString()
  const base = path.startsWith('/api/') ? path : `/api/v1${path}`
  return query === '' ? base : `${base}?${query}`
}

/** Where sign-in goes back to. */
export function signInHref(pathAndQuery: string): string {
  return pathAndQuery === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(pathAndQuery)}`
}

/** @throws ApiError with status 0 when no answer came, else with the answer's status. A 401 leads to sign-in. */
export async function request<T>(url: string, init: RequestInit = {}): Promise<T> {
  let response: Response
  try {
    response = await fetch(url, {
      ...init,
      headers: { accept: 'application/json', ...init.headers },
      credentials: 'same-origin',
    })
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiError(0, { code: 'offline', message: 'The Sightline server could not be reached.' })
  }
  if (response.status === 204) return undefined as T
  const body: unknown = await response.json().catch(() => null)
  if (!response.ok) {
    if (response.status === 401 && !/^\/(sign-in|setup)/.test(location.pathname)) {
      location.assign(signInHref(location.pathname + location.search))
    }
    throw apiErrorOf(response.status, body)
  }
  if (body === null) {
    throw new ApiError(response.status, { code: 'malformed', message: 'The server answered without data.' })
  }
  return body as T
}
