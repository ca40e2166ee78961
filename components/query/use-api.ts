'use client'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import type { ApiError } from './api-error.ts'
import { useLive } from './live.tsx'
import { type ApiParams, apiUrl, request } from './request.ts'

export { ApiError } from './api-error.ts'

type Options = { refreshMs?: number | false; enabled?: boolean }

/**
 * Reads `/api/v1` + path and refreshes every `refreshMs` (15 s by default) while the page is visible and not paused.
 * The last answer stays while the next is fetched, but never stands in for another path: one alert is not the next one.
 */
export function useApi<T>(
  path: string,
  params?: ApiParams,
  { refreshMs = 15_000, enabled = true }: Options = {},
): UseQueryResult<T, ApiError> {
  const { paused } = useLive()
  const url = apiUrl(path, params)
  return useQuery<T, ApiError>({
    queryKey: ['api', path, url],
    queryFn: ({ signal }) => request<T>(url, { signal }),
    enabled,
    refetchInterval: paused ? false : refreshMs,
    refetchOnWindowFocus: !paused,
    placeholderData: (before, query) => (query?.queryKey[1] === path ? before : undefined),
  })
}

/** Sends JSON to `/api/v1` + path. @throws ApiError */
export function postApi<T>(
  path: string,
  body: unknown,
  method: 'POST' | 'PATCH' | 'DELETE' = 'POST',
): Promise<T> {
  return request<T>(apiUrl(path), {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}
