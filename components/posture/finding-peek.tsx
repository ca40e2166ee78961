'use client'
import { Facts } from '#components/detail/facts.tsx'
import { useApi } from '#components/query/use-api.ts'
import { ErrorState } from '#components/ui/error-state.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { FindingDetail, FindingRow } from '#server/services/findings/schema.ts'
import { EvidenceList } from './evidence-list.tsx'
import { findingFacts } from './finding-facts.tsx'
import { RemediationTabs } from './remediation-tabs.tsx'

/** A finding in the drawer: what, by what, and how to mend it. */
export function FindingPeek({ row }: { row: FindingRow }) {
  const query = useApi<FindingDetail>(`/findings/${row.id}`)
  return (
    <div className="grid grid-cols-1 gap-4">
      <p className="m-0 break-words">{visibleText(row.summary)}</p>
      <Facts facts={findingFacts(row)} />
      {query.data ? (
        <>
          <EvidenceList evidence={query.data.evidence} />
          <RemediationTabs remediation={query.data.remediation} />
        </>
      ) : query.isError ? (
        <ErrorState
          title="The evidence could not be loaded"
          error={query.error}
          retry={() => query.refetch()}
        />
      ) : (
        <SkeletonRows rows={4} />
      )}
    </div>
  )
}
