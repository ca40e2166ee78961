'use client'
import { FoldedVerdicts } from '#components/posture/folded-verdicts.tsx'
import { useApi } from '#components/query/use-api.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { useScope } from '#components/scope/use-scope.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { ResourceHistory } from '#server/services/history/schema.ts'
import { HistoryView } from './history-view.tsx'
import { KIND_WORDS } from './kind-words.ts'

/** Only those of a kind that have to do with functions are collected: others vanish without being deleted. */
const GONE_WORDS: Partial<Record<ResourceHistory['resource']['kind'], string>> = {
  bucket: 'notifies no function since',
  'event-rule': 'gone, or targets no function, since',
  schedule: 'gone, or targets no function, since',
  'load-balancer': 'gone, or has no function behind it, since',
  'state-machine': 'gone, or calls no function, since',
  'log-subscription': 'gone, or sends to no function, since',
  'graphql-api': 'gone, or has no function behind it, since',
}

/** Any resource by its history: what it is, where, since when, and how it came to be as it is. */
export function ResourcePage({ id }: { id: string }) {
  const { scopeParams } = useScope()
  const query = useApi<ResourceHistory>(`/resources/${id}/versions`, {
    ...scopeParams,
    page: 1,
    pageSize: 25,
  })
  if (query.isError && query.error.status === 404)
    return (
      <EmptyState
        isPage
        title="There is no such resource"
        action={
          <ScopedLink href="/changes" className="text-accent">
            All changes
          </ScopedLink>
        }
      >
        It was never collected, or its record is older than what is kept.
      </EmptyState>
    )
  const resource = query.data?.resource
  return (
    <>
      <PageHeader
        title={resource ? <Text value={resource.name} mono /> : 'Resource'}
        facts={
          resource && (
            <span className="flex flex-wrap gap-x-3">
              <span>{KIND_WORDS[resource.kind]}</span>
              <span className="num">{resource.accountId}</span>
              <span className="num">{resource.region}</span>
              <span>
                first seen <Time at={resource.firstSeenAt} />
              </span>
              {resource.deletedAt && (
                <span className="text-high">
                  {GONE_WORDS[resource.kind] ?? 'deleted'} <Time at={resource.deletedAt} />
                </span>
              )}
            </span>
          )
        }
        actions={
          resource &&
          (resource.kind === 'function' || resource.kind === 'role') && (
            <ScopedLink
              href={resource.kind === 'function' ? `/functions/${id}` : `/roles/${id}`}
              className={buttonClass()}
            >
              Open the {resource.kind}
            </ScopedLink>
          )
        }
      />
      {resource && (
        <p className="mt-0 mb-3 text-table">
          <Text value={resource.arn} mono copy className="whitespace-normal break-all" />
        </p>
      )}
      {resource && !resource.deletedAt && <FoldedVerdicts id={id} />}
      <HistoryView id={id} />
    </>
  )
}
