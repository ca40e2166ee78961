'use client'
import { useState } from 'react'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { ScrollArea } from '#components/ui/scroll-area.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import { useNow } from '#components/ui/use-now.ts'
import type { CoverageRow } from '#server/services/coverage/schema.ts'
import { cellInWords, matrixOf } from './coverage-words.ts'
import { StatusWord } from './status-word.tsx'

const MANY_PLACES = 40

/** Collectors by account and region: how the last run went and when it was. */
export function CoverageMatrix({ rows }: { rows: CoverageRow[] }) {
  const nowMs = useNow()
  const [all, setAll] = useState(false)
  const [onlyBad, setOnlyBad] = useState(false)
  const matrix = matrixOf(rows)
  const isBad = (place: (typeof matrix.places)[number]) =>
    matrix.collectors.some((one) => {
      const status = matrix.cell(place, one.id)?.status
      return status !== undefined && status !== 'ok' && status !== 'running'
    })
  const wanted = onlyBad ? matrix.places.filter(isBad) : matrix.places
  const shown = all ? wanted : wanted.slice(0, MANY_PLACES)
  return (
    <Card
      title="Collected when"
      note={`${matrix.places.length} accounts and regions`}
      flush
      actions={
        <label className="flex cursor-pointer items-center gap-2 text-table">
          <input
            type="checkbox"
            className="size-3.5 accent-accent"
            checked={onlyBad}
            onChange={(event) => setOnlyBad(event.target.checked)}
          />
          only where something is missing
        </label>
      }
    >
      <ScrollArea label="Collectors by account and region">
        <table className="w-full border-separate border-spacing-0 text-table">
          <thead>
            <tr>
              <th
                scope="col"
                className="caps sticky left-0 z-10 border-b border-line bg-surface px-3 py-1.5 text-left"
              >
                Account and region
              </th>
              {matrix.collectors.map((one) => (
                <th
                  key={one.id}
                  scope="col"
                  className="caps whitespace-nowrap border-b border-line px-3 py-1.5 text-left"
                >
                  {one.title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map((place) => (
              <tr key={place.key}>
                <th
                  scope="row"
                  className="sticky left-0 z-10 max-w-44 border-b border-line bg-surface px-3 py-1 text-left font-normal"
                >
                  <div>
                    <Text value={place.accountName} />
                  </div>
                  <span className="num text-muted">{place.region}</span>
                </th>
                {matrix.collectors.map((one) => {
                  const row = matrix.cell(place, one.id)
                  return (
                    <td key={one.id} className="whitespace-nowrap border-b border-line px-3 py-1">
                      {row ? (
                        <>
                          <StatusWord status={row.status} title={cellInWords(row, nowMs)} />
                          {row.lastRunAt && <Time at={row.lastRunAt} className="block text-muted" />}
                        </>
                      ) : (
                        <span className="text-faint" title="Not collected by region">
                          –
                        </span>
                      )}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
      {wanted.length === 0 && <p className="m-0 px-3 py-3 text-muted">Nothing is missing anywhere.</p>}
      {wanted.length > MANY_PLACES && (
        <div className="p-2">
          <Button size="sm" variant="ghost" onClick={() => setAll(!all)}>
            {all ? 'Show fewer' : `Show all ${wanted.length}`}
          </Button>
        </div>
      )}
    </Card>
  )
}
