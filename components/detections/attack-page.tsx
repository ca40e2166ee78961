'use client'
import { parseAsBoolean, useQueryState } from 'nuqs'
import { useApi } from '#components/query/use-api.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { useScope } from '#components/scope/use-scope.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { Button } from '#components/ui/button.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { formatCount } from '#components/ui/format.ts'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import type { AttackCell, AttackCoverage } from '#server/services/detections/schema.ts'
import { AttackTechnique } from './attack-technique.tsx'
import { DetectionsNav } from './detections-nav.tsx'

const isSeen = (one: AttackCell) => one.blindness === null

/** The techniques of all tactics, each once. */
function countSeen({ tactics }: AttackCoverage): { seen: number; all: number } {
  const cells = new Map(tactics.flatMap((tactic) => tactic.techniques.map((one) => [one.id, one])))
  return { seen: [...cells.values()].filter(isSeen).length, all: cells.size }
}

function Tactic({ tactic, blindToo }: { tactic: AttackCoverage['tactics'][number]; blindToo: boolean }) {
  const shown = tactic.techniques.filter((one) => blindToo || isSeen(one) || one.off + one.blind > 0)
  const hidden = tactic.techniques.length - shown.length
  return (
    <section
      aria-labelledby={tactic.id}
      className="mb-3 min-w-0 break-inside-avoid rounded-md border border-line bg-surface"
    >
      <h2 id={tactic.id} className="m-0 flex items-baseline gap-2 px-3 py-1.5 font-semibold">
        <ScopedLink href={`/detections?tactic=${tactic.id}`} className="hover:underline">
          {tactic.name}
        </ScopedLink>
        <span className="num ml-auto text-table font-normal text-muted">
          {tactic.techniques.filter(isSeen).length} of {tactic.techniques.length}
        </span>
      </h2>
      <ul className="m-0 list-none p-0 text-table">
        {shown.map((one) => (
          <AttackTechnique key={one.id} cell={one} />
        ))}
        {hidden > 0 && (
          <li className="border-t border-line px-3 py-1 text-muted">{hidden} that nothing here looks for</li>
        )}
      </ul>
    </section>
  )
}

/** What detections look for by MITRE ATT&CK, what was seen of it, and of what nothing is seen, and why. */
export function AttackPage() {
  const { scopeParams } = useScope()
  const [blindToo, setBlindToo] = useQueryState('all', parseAsBoolean.withDefault(false))
  const query = useApi<AttackCoverage>('/detections/attack', scopeParams, { refreshMs: 60_000 })
  const counts = query.data && countSeen(query.data)
  return (
    <>
      <PageHeader
        title="ATT&CK"
        facts={
          counts && (
            <>
              something is seen of <span className="num">{formatCount(counts.seen)}</span> of{' '}
              <span className="num">{formatCount(counts.all)}</span> techniques that an account in AWS can
              show
            </>
          )
        }
        actions={
          <Button aria-pressed={blindToo} onClick={() => setBlindToo(blindToo ? null : true)}>
            {blindToo ? 'Hide what nothing looks for' : 'Show what nothing looks for'}
          </Button>
        }
      />
      <DetectionsNav />
      {query.data ? (
        <div className="gap-3 md:columns-2 xl:columns-3 2xl:columns-4">
          {query.data.tactics.map((tactic) => (
            <Tactic key={tactic.id} tactic={tactic} blindToo={blindToo} />
          ))}
        </div>
      ) : query.isError ? (
        <ErrorState
          title="The matrix could not be loaded"
          error={query.error}
          stillWorks="The catalogue of detections is read apart from this."
          retry={() => query.refetch()}
        />
      ) : (
        <SkeletonRows rows={16} />
      )}
    </>
  )
}
