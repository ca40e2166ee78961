'use client'
import { useState } from 'react'
import { useRoleReason } from '#components/query/use-status.ts'
import { useChange } from '#components/settings/use-change.ts'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { ConfirmButton } from '#components/ui/confirm-button.tsx'
import { formatUsd } from '#components/ui/format.ts'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { BudgetRow, CostOverview } from '#server/services/cost/schema.ts'
import { BudgetForm } from './budget-form.tsx'

/** Budgets of the accounts in scope; administrators set them. */
export function BudgetsCard({ budgets, accounts }: Pick<CostOverview, 'budgets' | 'accounts'>) {
  const reason = useRoleReason('admin')
  const [form, setForm] = useState<BudgetRow | 'new' | null>(null)
  const change = useChange('/cost')
  const nameOf = (id: string) => accounts.find((one) => one.id === id)?.name ?? id
  const whose = (row: BudgetRow) =>
    row.scope === 'account' ? nameOf(row.accountId) : `${row.name} in ${nameOf(row.accountId)}`
  return (
    <Card
      title="Budgets"
      note="a month, USD"
      actions={
        <Button
          size="sm"
          disabled={reason !== null || accounts.length === 0}
          title={reason ?? undefined}
          onClick={() => setForm('new')}
        >
          Set a budget
        </Button>
      }
    >
      {budgets.length === 0 ? (
        <p className="m-0 text-muted">No budget is set: nobody is told when a month becomes too dear.</p>
      ) : (
        <ul className="m-0 grid list-none gap-1.5 p-0 text-table">
          {budgets.map((row) => (
            <li key={row.id} className="flex flex-wrap items-center gap-2">
              <span className="min-w-0 flex-1">
                <Text value={whose(row)} />{' '}
                <span className="text-muted">
                  by {row.updatedBy} <Time at={row.updatedAt} />
                </span>
              </span>
              <span className="num font-medium">{formatUsd(row.monthlyUsd)}</span>
              <Button
                size="sm"
                disabled={reason !== null}
                title={reason ?? undefined}
                onClick={() => setForm(row)}
              >
                Change
              </Button>
              <ConfirmButton
                label="Delete"
                question="Delete this budget?"
                reason={reason}
                busy={change.isPending}
                onConfirm={() =>
                  change.mutate({
                    path: `/cost/budgets/${row.id}`,
                    method: 'DELETE',
                    said: 'The budget is deleted',
                  })
                }
              >
                Nobody is told any more when {whose(row)} costs more than {formatUsd(row.monthlyUsd)} a month.
              </ConfirmButton>
            </li>
          ))}
        </ul>
      )}
      {form && (
        <BudgetForm
          accounts={accounts}
          budget={form === 'new' ? undefined : form}
          onClose={() => setForm(null)}
        />
      )}
    </Card>
  )
}
