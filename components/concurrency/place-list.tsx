'use client'
import { useState } from 'react'
import { Unseen } from '#components/detail/unseen.tsx'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { cn } from '#components/ui/cn.ts'
import { formatCount, formatPercent } from '#components/ui/format.ts'
import { MiniTable } from '#components/ui/mini-table.tsx'
import { Text } from '#components/ui/text.tsx'
import type { ConcurrencyPlace } from '#server/services/concurrency/schema.ts'

export const placeKey = ({ accountId, region }: Pick<ConcurrencyPlace, 'accountId' | 'region'>) =>
  `${accountId}/${region}`

type Props = { places: ConcurrencyPlace[]; chosen: string; onChoose: (place: string) => void }

/** Accounts and regions with their peaks, the nearest to its limit first; one of them is shown beside. */
export function PlaceList({ places, chosen, onChoose }: Props) {
  const [isWhole, setWhole] = useState(false)
  const shown = places.filter((place) => isWhole || place.peak !== null || placeKey(place) === chosen)
  const hidden = places.length - shown.length
  return (
    <Card title="Accounts and regions" note={places.length} flush>
      <MiniTable
        label="Accounts and regions"
        rows={shown}
        rowKey={placeKey}
        columns={[
          {
            head: 'Where',
            cell: (place) => (
              <button
                type="button"
                aria-pressed={placeKey(place) === chosen}
                onClick={() => onChoose(placeKey(place))}
                className={cn(
                  'max-w-44 truncate text-left text-accent hover:underline',
                  placeKey(place) === chosen && 'font-semibold text-text',
                )}
              >
                <Text value={`${place.accountName} · ${place.region}`} />
              </button>
            ),
          },
          {
            head: 'Peak',
            align: 'end',
            cell: (place) => (place.peak === null ? <Unseen word="not polled" /> : formatCount(place.peak)),
          },
          {
            head: 'Of limit',
            align: 'end',
            cell: ({ peak, limit }) =>
              limit === null ? <Unseen /> : peak === null ? '–' : formatPercent((peak / limit) * 100),
          },
          {
            head: 'Throttles',
            align: 'end',
            cell: ({ throttles }) =>
              throttles === null ? <Unseen word="not polled" /> : formatCount(throttles),
          },
        ]}
      />
      {hidden > 0 && (
        <div className="border-t border-line px-3 py-1.5">
          <Button size="sm" variant="ghost" onClick={() => setWhole(true)}>
            {hidden} more without metrics in this period
          </Button>
        </div>
      )}
    </Card>
  )
}
