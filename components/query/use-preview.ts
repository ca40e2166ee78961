'use client'
import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { postApi } from './use-api.ts'
import { useSettled } from './use-settled.ts'

export type Previewed<Preview> = {
  query: UseQueryResult<Preview, Error>
  /** Only where it is of this very selector. */
  preview: Preview | undefined
}

/** What a selector would cover, asked of `path` once it has not changed for a moment; not asked while it is null. */
export function usePreview<Preview>(path: string, selector: object | null): Previewed<Preview> {
  const now = selector && JSON.stringify(selector)
  const asked = useSettled(now)
  const query = useQuery<Preview, Error>({
    queryKey: ['preview', path, asked],
    queryFn: () => postApi<Preview>(path, { selector: JSON.parse(asked ?? 'null') }),
    enabled: asked !== null,
    staleTime: 5000,
  })
  return { query, preview: asked === now ? query.data : undefined }
}
