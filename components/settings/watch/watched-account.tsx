import { Button } from '#components/ui/button.tsx'
import { formatUsd } from '#components/ui/format.ts'
import { Text } from '#components/ui/text.tsx'
import type { WatchedAccountCost } from '#server/services/watch-cost/schema.ts'
import { activityInWords, slowedInWords } from './watch-words.ts'

type Props = { account: WatchedAccountCost; reason: string | null; onEdit: () => void }

function Spent({ spentUsd, budgetUsd }: { spentUsd: number; budgetUsd: number }) {
  const share = budgetUsd === 0 ? 100 : Math.min(100, (100 * spentUsd) / budgetUsd)
  return (
    <div>
      <div>
        <span className="num">{formatUsd(spentUsd)}</span> of{' '}
        <span className="num">{formatUsd(budgetUsd)}</span>
      </div>
      <span
        aria-hidden
        className="mt-1 block h-1.5 w-full max-w-40 overflow-hidden rounded-full bg-line-strong"
      >
        <span className="block h-full bg-accent" style={{ width: `${share}%` }} />
      </span>
    </div>
  )
}

/** One account: spent of its budget, by the month's end, and what is asked less often to keep it. */
export function WatchedAccount({ account, reason, onEdit }: Props) {
  const { slowed, forecastUsd, wantedUsdPerMonth } = account
  return (
    <li className="grid grid-cols-1 min-w-0 gap-x-4 gap-y-1 border-t border-line px-3 py-2.5 text-table md:grid-cols-[minmax(0,1fr)_minmax(0,1fr)_minmax(0,2fr)_auto]">
      <div className="min-w-0">
        <Text value={account.accountName} className="text-body font-medium" />
        <div className="num text-muted">{account.accountId}</div>
        {!account.enabled && <div className="text-muted">not watched</div>}
      </div>
      <div className="min-w-0">
        <Spent {...account} />
        <div className="text-muted">
          {forecastUsd === null
            ? 'forecast after the first poll'
            : `${formatUsd(forecastUsd)} by the month’s end`}
        </div>
      </div>
      <div className="min-w-0">
        <div>{activityInWords(account)}</div>
        {slowed.map((one) => (
          <div key={`${one.region} ${one.group} ${one.activity}`}>
            <span className="text-medium">Slowed</span> in <span className="num">{one.region}</span>:{' '}
            {slowedInWords(one)}
          </div>
        ))}
        {slowed.length > 0 && wantedUsdPerMonth !== null && (
          <div className="text-muted">
            Nothing would be slowed for {formatUsd(wantedUsdPerMonth)} a month.
          </div>
        )}
      </div>
      <div>
        <Button size="sm" disabled={reason !== null} title={reason ?? undefined} onClick={onEdit}>
          Budget
        </Button>
      </div>
    </li>
  )
}
