'use client'
import { type FormEvent, useState } from 'react'
import { useChange } from '#components/settings/use-change.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { formatUsd } from '#components/ui/format.ts'
import { Field } from '#components/ui/input.tsx'
import type { WatchedAccountCost } from '#server/services/watch-cost/schema.ts'

type Props = { account: WatchedAccountCost; usualUsd: number; onClose: () => void }

const MOST_USD = 100_000

/** What watching one account may cost a month. */
export function BudgetForm({ account, usualUsd, onClose }: Props) {
  const [text, setText] = useState(String(account.budgetUsd))
  const change = useChange('/watch-cost', onClose)
  const monthUsd = text.trim() === '' ? Number.NaN : Number(text)
  const isOdd = !(monthUsd >= 0 && monthUsd <= MOST_USD)
  const save = (value: number | null) =>
    change.mutate({
      path: `/watch-cost/${account.accountId}`,
      method: 'PATCH',
      body: { monthUsd: value },
      said: `Watching ${account.accountName} may cost ${formatUsd(value ?? usualUsd)} a month`,
    })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isOdd) save(monthUsd)
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`Budget for watching ${account.accountName}`}
      footer={
        <>
          {!account.isUsual && (
            <Button className="mr-auto" disabled={change.isPending} onClick={() => save(null)}>
              As usual, {formatUsd(usualUsd)}
            </Button>
          )}
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="watch-budget" disabled={change.isPending || isOdd}>
            Save
          </Button>
        </>
      }
    >
      <form id="watch-budget" onSubmit={submit} className="grid grid-cols-1 gap-3">
        <Field
          id="month-usd"
          label="USD a month"
          inputMode="decimal"
          className="num"
          value={text}
          required
          error={isOdd ? 'A number from 0 to 100,000.' : null}
          onChange={(event) => setText(event.target.value)}
        />
        <p className="m-0 text-table text-muted">
          {account.wantedUsdPerMonth !== null && (
            <>
              Asked as often as is useful, it would cost {formatUsd(account.wantedUsdPerMonth)} in 30 days.{' '}
            </>
          )}
          With less, metrics that say least are asked for less often, of quiet functions first. What the
          account says as a whole is asked each minute until nothing else is left to slow. It counts by
          calendar month, UTC, as AWS bills.
        </p>
      </form>
    </Dialog>
  )
}
