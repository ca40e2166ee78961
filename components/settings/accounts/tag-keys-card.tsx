'use client'
import { type FormEvent, useState } from 'react'
import { useApi } from '#components/query/use-api.ts'
import { useChange } from '#components/settings/use-change.ts'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { Field } from '#components/ui/input.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import type { TagKeys } from '#server/services/labels/schema.ts'

const FIELDS = [
  { key: 'owner', label: 'Owner' },
  { key: 'environment', label: 'Environment' },
  { key: 'criticality', label: 'Criticality' },
] as const

const keysOf = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

function TagKeysForm({ keys, reason }: { keys: TagKeys; reason: string | null }) {
  const [texts, setTexts] = useState<Record<string, string>>({})
  const change = useChange('/tag-keys', () => setTexts({}))
  const next = Object.fromEntries(
    FIELDS.map(({ key }) => [key, keysOf(texts[key] ?? keys[key].join(', '))]),
  ) as TagKeys
  const isEmpty = FIELDS.some(({ key }) => next[key].length === 0)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate({ path: '/tag-keys', method: 'PATCH', body: next, said: 'The tag keys are saved' })
  }
  return (
    <form onSubmit={submit} className="grid grid-cols-1 gap-3 md:grid-cols-3">
      {FIELDS.map(({ key, label }) => (
        <Field
          key={key}
          id={`tag-keys-${key}`}
          label={label}
          className="num"
          disabled={reason !== null}
          value={texts[key] ?? keys[key].join(', ')}
          error={next[key].length === 0 ? 'At least one key.' : null}
          onChange={(event) => setTexts({ ...texts, [key]: event.target.value })}
        />
      ))}
      <div className="md:col-span-3">
        <Button
          type="submit"
          disabled={reason !== null || isEmpty || change.isPending || Object.keys(texts).length === 0}
          title={reason ?? undefined}
        >
          Save
        </Button>
        {reason && <span className="ml-2 text-table text-muted">{reason}</span>}
      </div>
    </form>
  )
}

/** Which tags say whose a resource is, where it runs and how much it matters. */
export function TagKeysCard({ reason }: { reason: string | null }) {
  const query = useApi<TagKeys>('/tag-keys', undefined, { refreshMs: false })
  return (
    <Card
      title="Owner, environment and criticality"
      note="Tag keys in order; the first that a resource has counts. What is set by hand on a function or role wins."
    >
      {query.isPending ? (
        <SkeletonRows rows={2} />
      ) : query.data ? (
        <TagKeysForm keys={query.data} reason={reason} />
      ) : (
        <ErrorState
          title="The tag keys could not be loaded"
          error={query.error}
          retry={() => query.refetch()}
        />
      )}
    </Card>
  )
}
