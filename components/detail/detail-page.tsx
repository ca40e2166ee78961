'use client'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { ApiError } from '#components/query/api-error.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { Skeleton, SkeletonRows } from '#components/ui/skeleton.tsx'

type Props<T> = {
  query: UseQueryResult<T, ApiError>
  /** What it is: "role". */
  noun: string
  list: { href: string; label: string }
  /** Why there may be none. */
  missing: string
  stillWorks: string
  children: (detail: T) => ReactNode
}

/** The page of one thing: what it says while it loads, where there is none, and when loading failed. */
export function DetailPage<T>({ query, noun, list, missing, stillWorks, children }: Props<T>) {
  if (query.data) return children(query.data)
  if (query.isError && query.error.status === 404)
    return (
      <EmptyState
        isPage
        title={`There is no such ${noun}`}
        action={
          <ScopedLink href={list.href} className="text-accent">
            {list.label}
          </ScopedLink>
        }
      >
        {missing}
      </EmptyState>
    )
  if (query.isError)
    return (
      <ErrorState
        title={`The ${noun} could not be loaded`}
        error={query.error}
        stillWorks={stillWorks}
        retry={() => query.refetch()}
      />
    )
  return (
    <div role="status" aria-label={`Loading the ${noun}`}>
      <Skeleton className="mb-2 h-7 w-72 max-w-full" />
      <Skeleton className="mb-4 h-4 w-96 max-w-full" />
      <SkeletonRows rows={12} />
    </div>
  )
}
