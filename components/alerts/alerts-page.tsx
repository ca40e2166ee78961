'use client'
import { useMemo, useState } from 'react'
import { toast } from 'sonner'
import { useApi } from '#components/query/use-api.ts'
import { useRoleReason, useStatus } from '#components/query/use-status.ts'
import { useScope } from '#components/scope/use-scope.ts'
import { PageHeader } from '#components/shell/page-header.tsx'
import { DataTable } from '#components/table/data-table.tsx'
import { useTableState } from '#components/table/use-table-state.ts'
import { formatCount } from '#components/ui/format.ts'
import { Text } from '#components/ui/text.tsx'
import type { AlertList, AlertRow } from '#server/services/alerts/schema.ts'
import { ActionButton } from './action-button.tsx'
import { ALERT_COLUMNS, ALERT_FILTERS } from './alert-columns.tsx'
import { AlertPeek } from './alert-peek.tsx'
import { AlertPhoneRow } from './alert-phone-row.tsx'
import { type AlertVerb, verbReason } from './alert-verbs.ts'
import { OPEN, OpenFilter } from './open-filter.tsx'
import { useAlertVerb } from './use-alert-verb.ts'
import { type DialogVerb, VerbDialog } from './verb-dialog.tsx'

type Asked = { verb: DialogVerb; ids: string[]; done?: () => void }

const rowId = (row: AlertRow) => row.id
const rowHref = (row: AlertRow) => `/alerts/${encodeURIComponent(row.id)}`
const signature = (row: AlertRow) =>
  JSON.stringify([row.state, row.severity, row.assignee, row.cause, row.title])
const KEY_VERBS: Record<string, AlertVerb> = { a: 'acknowledge', s: 'snooze', r: 'resolve', c: 'comment' }

/** Every alert of the scope: search, facets, and acting on one or many. */
export function AlertsPage() {
  const { scopeParams } = useScope()
  const table = useTableState({ filters: ALERT_FILTERS, defaultSort: { id: 'severity', desc: true } })
  const state = useMemo(
    () => ({ ...table, params: { ...table.params, state: table.params.state ?? OPEN } }),
    [table],
  )
  const query = useApi<AlertList>('/alerts', { ...scopeParams, ...state.params })
  const roleReason = useRoleReason('responder')
  const { run, busy } = useAlertVerb()
  const [asked, setAsked] = useState<Asked | null>(null)
  const total = query.data?.total
  const collected = useStatus().data?.dataAt !== null

  const rows = query.data?.items ?? []
  const able = (ids: string[], verb: AlertVerb) =>
    ids.filter((id) => {
      const row = rows.find((one) => one.id === id)
      return !row || verbReason(verb, row.state, roleReason) === null
    })
  const acknowledgeAll = async (ids: string[], clear: () => void) => {
    const wanted = able(ids, 'acknowledge')
    if (wanted.length === 0) toast('Nothing to acknowledge: all of these are acknowledged or resolved.')
    if (wanted.length === 0 || (await run(wanted, 'acknowledge'))) clear()
  }
  const ask = (verb: DialogVerb, ids: string[], done: () => void) => {
    const wanted = able(ids, verb)
    if (wanted.length === 0) toast('Nothing to do: all of these are resolved.')
    else setAsked({ verb, ids: wanted, done })
  }

  const onKey = (key: string, row: AlertRow) => {
    const verb = KEY_VERBS[key]
    if (!verb || asked || busy) return false
    if (verbReason(verb, row.state, roleReason)) return true
    if (verb === 'acknowledge') run([row.id], verb)
    else if (verb === 'snooze' || verb === 'resolve' || verb === 'comment') setAsked({ verb, ids: [row.id] })
    return true
  }

  return (
    <>
      <PageHeader
        title="Alerts"
        facts={
          total !== undefined && (
            <>
              <span className="num">{formatCount(total)}</span>
              {table.isFiltered
                ? total === 1
                  ? ' matches'
                  : ' match'
                : total > 0 && table.sort?.id === 'severity'
                  ? ' open, the worst first'
                  : ' open'}
            </>
          )
        }
      />
      <DataTable
        name="alerts"
        columns={ALERT_COLUMNS}
        rowId={rowId}
        rowHref={rowHref}
        query={query}
        state={state}
        signature={signature}
        searchHint="Search, or severity:critical rule:throttles"
        csvPath="/alerts"
        toolbar={<OpenFilter state={table} />}
        phoneRow={(row) => <AlertPhoneRow row={row} />}
        peek={{
          title: (row) => <Text value={row.title} />,
          content: (row) => <AlertPeek alert={row} />,
        }}
        onKey={onKey}
        selection={(ids, clear) => (
          <>
            <ActionButton variant="primary" reason={roleReason} onClick={() => acknowledgeAll(ids, clear)}>
              Acknowledge
            </ActionButton>
            <ActionButton reason={roleReason} onClick={() => ask('snooze', ids, clear)}>
              Snooze
            </ActionButton>
            <ActionButton reason={roleReason} onClick={() => ask('resolve', ids, clear)}>
              Resolve
            </ActionButton>
            {roleReason && <span className="text-table text-muted">{roleReason}</span>}
          </>
        )}
        empty={{
          title: collected ? 'No open alerts' : 'Nothing to judge yet',
          text: !collected
            ? 'Nothing was collected yet. Alerts appear here once the first collection has ended and a rule finds something.'
            : 'Alerts appear here when a rule finds something in the metrics, the configuration or the CloudTrail records of this scope. Choose All to see those that were resolved.',
        }}
        stillWorks="Functions and events are read apart from this and may still be there."
      />
      <VerbDialog
        verb={asked?.verb ?? null}
        count={asked?.ids.length ?? 0}
        busy={busy}
        onClose={() => setAsked(null)}
        onRun={async (verb, body) => {
          if (!asked) return
          if (await run(asked.ids, verb, body)) {
            asked.done?.()
            setAsked(null)
          }
        }}
      />
    </>
  )
}
