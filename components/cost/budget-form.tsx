'use client'
import { type FormEvent, useState } from 'react'
import { useChange } from '#components/settings/use-change.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { formatUsd } from '#components/ui/format.ts'
import { Field } from '#components/ui/input.tsx'
import { Select } from '#components/ui/select.tsx'
import type { BudgetRow, CostAccountRow } from '#server/services/cost/schema.ts'

const SCOPES = [
  { value: 'account', label: 'The whole account' },
  { value: 'owner', label: 'One owner’s functions' },
  { value: 'function', label: 'One function' },
]

type Props = { accounts: CostAccountRow[]; budget?: BudgetRow; onClose: () => void }

/** What Lambda may cost an account, an owner or a function in a month. */
export function BudgetForm({ accounts, budget, onClose }: Props) {
  const [accountId, setAccountId] = useState(budget?.accountId ?? accounts[0]?.id ?? '')
  const [scope, setScope] = useState<string>(budget?.scope ?? 'account')
  const [name, setName] = useState(budget?.name ?? '')
  const [text, setText] = useState(budget ? String(budget.monthlyUsd) : '')
  const change = useChange('/cost', onClose)
  const monthlyUsd = text.trim() === '' ? Number.NaN : Number(text)
  const isOdd = text !== '' && !(monthlyUsd > 0 && monthlyUsd <= 100_000_000)
  const isWhole = scope === 'account'
  const isReady = monthlyUsd > 0 && !isOdd && (isWhole || name.trim() !== '')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!isReady) return
    change.mutate({
      path: '/cost/budgets',
      body: { accountId, scope, name: isWhole ? '' : name.trim(), monthlyUsd },
      said: `The budget is ${formatUsd(monthlyUsd)} a month`,
    })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={budget ? 'Change a budget' : 'Set a budget'}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="primary" type="submit" form="cost-budget" disabled={change.isPending || !isReady}>
            Save
          </Button>
        </>
      }
    >
      <form id="cost-budget" onSubmit={submit} className="grid grid-cols-1 gap-3">
        <Select
          aria-label="Account"
          value={accountId}
          disabled={budget !== undefined}
          options={accounts.map((one) => ({ value: one.id, label: `${one.name} (${one.id})` }))}
          onChange={setAccountId}
        />
        <Select
          aria-label="What the budget is for"
          value={scope}
          disabled={budget !== undefined}
          options={SCOPES}
          onChange={setScope}
        />
        {!isWhole && (
          <Field
            id="budget-name"
            label={scope === 'owner' ? 'Owner' : 'Function’s name'}
            value={name}
            disabled={budget !== undefined}
            onChange={(event) => setName(event.target.value)}
          />
        )}
        <Field
          id="budget-usd"
          label="USD a month"
          inputMode="decimal"
          className="num"
          value={text}
          error={isOdd ? 'A number above 0.' : null}
          onChange={(event) => setText(event.target.value)}
        />
        <p className="m-0 text-table text-muted">
          An alert is opened where the month is forecast to exceed it, at 80 % and at 100 %. Months are UTC,
          as AWS bills.
        </p>
      </form>
    </Dialog>
  )
}
