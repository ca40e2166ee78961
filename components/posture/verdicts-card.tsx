'use client'
import { useState } from 'react'
import { useApi } from '#components/query/use-api.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { SeverityLabel } from '#components/ui/severity-badge.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { Text } from '#components/ui/text.tsx'
import type { ResourceVerdicts } from '#server/services/posture/schema.ts'
import { checkHref } from './check-href.ts'
import { GROUP_WORDS } from './posture-words.ts'

type Item = ResourceVerdicts['items'][number]

const HEADS: [Item['state'], string][] = [
  ['fail', 'Fail'],
  ['unknown', 'Unknown'],
  ['pass', 'Pass'],
  ['not applicable', 'Not applicable'],
]

function Verdict({ item }: { item: Item }) {
  const href = item.findingId ? `/posture/findings/${item.findingId}` : checkHref(item.checkId)
  return (
    <li className="grid min-w-0 grid-cols-1 gap-0.5 border-t border-line px-3 py-1.5 text-table">
      <span className="flex min-w-0 flex-wrap items-center gap-x-3">
        {item.state === 'fail' && item.severity && <SeverityLabel severity={item.severity} />}
        <ScopedLink href={href} className="min-w-0 font-medium hover:underline">
          <Text value={item.title} />
        </ScopedLink>
        {item.excepted && <span className="text-muted">excepted</span>}
        <span className="ml-auto text-muted max-sm:hidden">{GROUP_WORDS[item.group]}</span>
      </span>
      {item.text !== '' && (
        <Text
          value={item.text}
          className={
            item.state === 'unknown'
              ? 'hatched max-w-full justify-self-start whitespace-normal break-words rounded-sm px-1'
              : 'max-w-full whitespace-normal break-words text-muted'
          }
        />
      )}
    </li>
  )
}

/** What every check says of one resource; what passes or does not apply is folded. */
export function VerdictsCard({ id }: { id: string | number }) {
  const query = useApi<ResourceVerdicts>(`/resources/${id}/verdicts`, undefined, { refreshMs: 60_000 })
  const [open, setOpen] = useState<ReadonlySet<Item['state']>>(new Set(['fail', 'unknown']))
  const items = query.data?.items
  if (!items)
    return query.isError ? (
      <ErrorState
        title="The verdicts could not be loaded"
        error={query.error}
        retry={() => query.refetch()}
      />
    ) : (
      <SkeletonRows rows={8} />
    )
  const toggle = (state: Item['state']) => {
    const next = new Set(open)
    if (!next.delete(state)) next.add(state)
    setOpen(next)
  }
  return (
    <div className="grid min-w-0 grid-cols-1 gap-3">
      {HEADS.map(([state, head]) => {
        const own = items.filter((item) => item.state === state)
        const isOpen = open.has(state)
        return (
          <Card
            key={state}
            title={head}
            note={own.length}
            flush
            actions={
              own.length > 0 && (
                <Button size="sm" variant="ghost" aria-expanded={isOpen} onClick={() => toggle(state)}>
                  {isOpen ? 'Fold' : 'Show'}
                </Button>
              )
            }
          >
            {isOpen && own.length > 0 && (
              <ul className="m-0 list-none p-0">
                {own.map((item) => (
                  <Verdict key={item.checkId} item={item} />
                ))}
              </ul>
            )}
          </Card>
        )
      })}
    </div>
  )
}
