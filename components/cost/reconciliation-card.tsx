'use client'
import { useState } from 'react'
import { Unseen } from '#components/detail/unseen.tsx'
import { useRoleReason } from '#components/query/use-status.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { useChange } from '#components/settings/use-change.ts'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { formatUsd } from '#components/ui/format.ts'
import { MiniTable } from '#components/ui/mini-table.tsx'
import { Select } from '#components/ui/select.tsx'
import { Text } from '#components/ui/text.tsx'
import type { CostOverview } from '#server/services/cost/schema.ts'
import { reasonWord } from './cost-words.ts'

type Account = CostOverview['reconciliation'][number]
type Day = Account['days'][number]

const known = (value: number | null, word: string) =>
  value === null ? <Unseen word={word} /> : formatUsd(value)

function difference({ differenceUsd }: Day) {
  if (differenceUsd === null) return <Unseen word="not compared" />
  const sign = differenceUsd >= 0 ? '+' : '−'
  return `${Math.abs(differenceUsd) < 0.005 ? '' : sign}${formatUsd(Math.abs(differenceUsd))}`
}

function billed({ billedUsd, otherCurrency }: Day) {
  if (otherCurrency) return `${otherCurrency.amount.toFixed(2)} ${otherCurrency.currency}`
  return known(billedUsd, 'not asked')
}

function State({ account }: { account: Account }) {
  const reason = useRoleReason('admin')
  const change = useChange('/cost')
  const isOff = account.state === 'off'
  const toggle = () =>
    change.mutate({
      path: `/cost/accounts/${account.accountId}`,
      method: 'PATCH',
      body: { costExplorer: isOff },
      said: isOff
        ? `Cost Explorer is asked once a day about ${account.accountName}`
        : 'Cost Explorer is not asked any more',
    })
  const words = {
    off: 'Cost Explorer is not asked: a call costs 0.01 USD, one a day is made. EstimatedCharges are compared instead where they are known.',
    waiting: 'Cost Explorer is asked within the hour.',
    denied:
      'Cost Explorer was denied: ce:GetCostAndUsage is missing, or Cost Explorer is not enabled for this account.',
    failed: 'Cost Explorer did not answer.',
    ok: 'Cost Explorer is asked once a day, for 0.01 USD. Its newest two days are not settled.',
  }
  return (
    <div className="flex flex-wrap items-center gap-2 px-3 pb-2 text-table text-muted">
      <span
        className={account.state === 'denied' || account.state === 'failed' ? 'hatched rounded-sm px-1' : ''}
      >
        {words[account.state]}{' '}
        {account.state === 'denied' && (
          <ScopedLink href="/settings/coverage" className="text-accent underline">
            What is missing
          </ScopedLink>
        )}
      </span>
      <Button
        size="sm"
        disabled={reason !== null || change.isPending}
        title={reason ?? undefined}
        onClick={toggle}
      >
        {isOff ? 'Ask Cost Explorer' : 'Stop asking'}
      </Button>
    </div>
  )
}

/** What was worked out beside what AWS billed, day by day, with likely reasons for a difference. */
export function ReconciliationCard({ accounts }: { accounts: CostOverview['reconciliation'] }) {
  const [chosen, setChosen] = useState('')
  const account = accounts.find((one) => one.accountId === chosen) ?? accounts[0]
  if (!account) return null
  const days = account.days.toReversed()
  return (
    <Card
      title="Beside the bill"
      note="the last fourteen whole days, Lambda alone"
      flush
      actions={
        accounts.length > 1 && (
          <Select
            aria-label="Account"
            value={account.accountId}
            options={accounts.map((one) => ({ value: one.accountId, label: one.accountName }))}
            onChange={setChosen}
          />
        )
      }
    >
      <State account={account} />
      <MiniTable
        label={`Cost and bill of ${account.accountName}`}
        rows={days}
        rowKey={(row) => row.day}
        columns={[
          { head: 'Day', cell: (row) => row.day },
          { head: 'Worked out', align: 'end', cell: (row) => known(row.ownUsd, 'unknown') },
          { head: 'Cost Explorer', align: 'end', cell: billed },
          { head: 'EstimatedCharges', align: 'end', cell: (row) => known(row.chargesUsd, 'unknown') },
          { head: 'Difference', align: 'end', cell: difference },
          {
            head: 'Likely',
            cell: (row) => <Text value={row.reasons.map(reasonWord).join(', ')} className="max-w-80" />,
          },
        ]}
      />
    </Card>
  )
}
