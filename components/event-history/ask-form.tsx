'use client'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { postApi } from '#components/query/use-api.ts'
import { useSettled } from '#components/query/use-settled.ts'
import { useRoleReason } from '#components/query/use-status.ts'
import { useChange } from '#components/settings/use-change.ts'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { formatUsd } from '#components/ui/format.ts'
import { Select } from '#components/ui/select.tsx'
import { queryPriceUsd } from '#server/domain/trail-sources/query-price.ts'
import { SOURCE_TITLES } from '#server/domain/trail-sources/source-kind.ts'
import type { EventSourceRow } from '#server/services/event-sources/schema.ts'
import type { HistoryPlan, HistoryQueryRow } from '#server/services/history-queries/schema.ts'
import { HistoryFields } from './history-fields.tsx'
import { BUDGETS, filterOf, formatBytes, type HistoryForm, newHistoryForm } from './history-form.ts'
import { PlanView } from './plan-view.tsx'

const PLAN_PATH = '/history-queries/plan'

type Props = {
  sources: EventSourceRow[]
  sourceId: string
  onSource: (id: string) => void
  onAsked: (id: string) => void
}

/** A question about the past: what is looked for, the query that comes of it, and how much it may read. */
export function AskForm({ sources, sourceId, onSource, onAsked }: Props) {
  const [form, setForm] = useState<HistoryForm>(() => newHistoryForm(Date.now()))
  const [budget, setBudget] = useState(String(BUDGETS[1]))
  const responder = useRoleReason('responder')
  const filter = filterOf(form)
  const typed = JSON.stringify({ sourceId, filter })
  const asked = useSettled(typed)
  const plan = useQuery<HistoryPlan, Error>({
    queryKey: ['api', PLAN_PATH, asked],
    queryFn: () => postApi<HistoryPlan>(PLAN_PATH, JSON.parse(asked)),
    enabled: filter !== undefined,
    retry: false,
  })
  const change = useChange<HistoryQueryRow>('/history-queries', ({ id }) => onAsked(id))
  const budgetBytes = Number(budget)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    change.mutate({
      path: '/history-queries',
      body: { sourceId, filter, budgetBytes },
      said: 'It is being asked',
    })
  }
  return (
    <Card title="Ask about the past" note="events that are no longer, or were never, kept here">
      <form onSubmit={submit} className="grid min-w-0 grid-cols-1 gap-3">
        <div className="flex flex-wrap items-center gap-2">
          <label htmlFor="history-source" className="font-medium">
            Where
          </label>
          <Select
            id="history-source"
            value={sourceId}
            options={sources.map(({ id, name, kind }) => ({
              value: id,
              label: `${name} (${SOURCE_TITLES[kind]})`,
            }))}
            onChange={onSource}
          />
        </div>
        <HistoryFields form={form} set={(patch) => setForm({ ...form, ...patch })} />
        <PlanView plan={plan.data} error={plan.error} />
        <div className="flex flex-wrap items-center gap-2">
          <label htmlFor="history-budget" className="font-medium">
            May read
          </label>
          <Select
            id="history-budget"
            value={budget}
            options={BUDGETS.map((bytes) => ({
              value: String(bytes),
              label: `${formatBytes(bytes)}: at most ${formatUsd(queryPriceUsd(bytes))}`,
            }))}
            onChange={setBudget}
          />
          <Button
            variant="primary"
            type="submit"
            disabled={responder !== null || !plan.data || asked !== typed || change.isPending}
            title={responder ?? undefined}
          >
            Run it
          </Button>
        </div>
      </form>
    </Card>
  )
}
