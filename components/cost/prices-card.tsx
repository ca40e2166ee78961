'use client'
import { useRoleReason } from '#components/query/use-status.ts'
import { useChange } from '#components/settings/use-change.ts'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import type { CostOverview } from '#server/services/cost/schema.ts'

/** Which prices are taken, what is left out, and whose the free tier is. */
export function PricesCard({
  prices,
  notCounted,
  accounts,
  unpriced,
}: Pick<CostOverview, 'prices' | 'notCounted' | 'accounts' | 'unpriced'>) {
  const reason = useRoleReason('admin')
  const change = useChange('/cost')
  return (
    <Card title="How it is worked out">
      <p className="m-0 text-table">
        Invocations and durations, at the memory size and architecture that were in force, times{' '}
        <a href={prices.source} target="_blank" rel="noreferrer" className="text-accent underline">
          AWS’s list prices
        </a>{' '}
        of {prices.date}, tier by tier.
        {unpriced.regions.length > 0 && ` There is no price for ${unpriced.regions.join(', ')}.`}
      </p>
      <p className="mb-0 mt-2 text-table font-medium">Not counted</p>
      <ul className="m-0 list-disc pl-4 text-table text-muted">
        {notCounted.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <p className="mb-1 mt-2 text-table font-medium">Free tier</p>
      <p className="m-0 text-table text-muted">
        An organization shares one free tier, so that it is left out unless an account has it to itself. It is
        taken off where that account alone is in scope.
      </p>
      <ul className="m-0 mt-1 grid list-none gap-1 p-0 text-table">
        {accounts.map((account) => (
          <li key={account.id} className="flex items-center gap-2">
            <span className="min-w-0 flex-1 truncate">{account.name}</span>
            <Button
              size="sm"
              aria-pressed={account.freeTier}
              disabled={reason !== null || change.isPending}
              title={reason ?? undefined}
              onClick={() =>
                change.mutate({
                  path: `/cost/accounts/${account.id}`,
                  method: 'PATCH',
                  body: { freeTier: !account.freeTier },
                  said: account.freeTier
                    ? 'The free tier is left out'
                    : `The free tier is ${account.name}’s own`,
                })
              }
            >
              {account.freeTier ? 'Has it to itself' : 'Left out'}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  )
}
