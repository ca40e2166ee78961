'use client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { toast } from 'sonner'
import { postApi } from '#components/query/use-api.ts'

type Change = { path: string; body?: unknown; method?: 'POST' | 'PATCH' | 'DELETE'; said: string }

/** Sends a change, says that it is done or why not, and reads again what it changed. */
export function useChange<T>(readPath: string, onDone?: (answer: T) => void) {
  const client = useQueryClient()
  return useMutation<T, Error, Change>({
    mutationFn: ({ path, body, method }) => postApi<T>(path, body ?? {}, method),
    onSuccess: (answer, { said }) => {
      toast.success(said)
      onDone?.(answer)
      return client.invalidateQueries({ queryKey: ['api', readPath] })
    },
    onError: (error) => toast.error(error.message),
  })
}
