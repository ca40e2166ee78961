'use client'
import { Sparkline } from '#components/charts/sparkline.tsx'
import { ReachLink } from '#components/functions/reach-label.tsx'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { Card } from '#components/ui/card.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { formatCompact, formatCount } from '#components/ui/format.ts'
import { type MiniColumn, MiniTable } from '#components/ui/mini-table.tsx'
import { SeverityLabel } from '#components/ui/severity-badge.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { FunctionRow } from '#server/services/functions/schema.ts'
import { FunctionLink } from './function-link.tsx'

const name: MiniColumn<FunctionRow> = {
  head: 'Function',
  cell: (row) => <FunctionLink id={row.id} name={row.name} />,
}
const where: MiniColumn<FunctionRow>[] = [
  { head: 'Account', cell: (row) => <Text value={row.accountName} className="max-w-40" /> },
  { head: 'Region', cell: (row) => row.region },
]

const RISK: MiniColumn<FunctionRow>[] = [
  name,
  {
    head: 'Alerts',
    cell: (row) =>
      row.alerts.firing === 0 || row.alerts.worst === null ? (
        <span className="text-faint">none</span>
      ) : (
        <span className="flex items-center gap-2">
          <SeverityLabel severity={row.alerts.worst} />
          <span className="num text-muted">{row.alerts.firing}</span>
        </span>
      ),
  },
  { head: 'Reach', cell: (row) => <ReachLink row={row} /> },
  {
    head: 'Errors',
    cell: (row) => (
      <span className="flex items-center justify-end gap-2">
        <Sparkline values={row.errors.spark} label={`errors of ${visibleText(row.name)}`} tone="error" />
        <span className="num w-14 text-right">{formatCompact(row.errors.total)}</span>
      </span>
    ),
    align: 'end',
  },
  { head: 'Timeouts', cell: (row) => formatCount(row.timeouts), align: 'end' },
  { head: 'Throttles', cell: (row) => formatCount(row.throttles), align: 'end' },
  {
    head: 'Owner',
    cell: (row) =>
      row.owner ? (
        <Text value={row.owner} className="max-w-40" />
      ) : (
        <span className="text-medium">nobody</span>
      ),
  },
  ...where,
]

const DEPLOYED: MiniColumn<FunctionRow>[] = [
  name,
  { head: 'Version', cell: (row) => <Text value={row.version ?? '$LATEST'} mono /> },
  ...where,
  {
    head: 'Runtime',
    cell: (row) => <Text value={row.runtime ?? row.packageType} mono className="max-w-36" />,
  },
  {
    head: 'Executions',
    cell: (row) => (
      <span className="flex items-center justify-end gap-2">
        <Sparkline values={row.invocations.spark} label={`executions of ${visibleText(row.name)}`} />
        <span className="w-14 text-right">{formatCompact(row.invocations.total)}</span>
      </span>
    ),
    align: 'end',
  },
  {
    head: 'Last deployed',
    cell: (row) => <Time at={row.lastModifiedAt} className="font-sans" />,
    align: 'end',
  },
]

function AllLink({ href, children }: { href: string; children: string }) {
  return (
    <ScopedLink href={href} className="text-table text-accent hover:underline">
      {children}
    </ScopedLink>
  )
}

/** Functions with alerts, reach from outside or failures, the worst first. */
export function FunctionsAtRisk({ rows }: { rows: FunctionRow[] }) {
  return (
    <Card
      title="Functions at risk"
      actions={<AllLink href="/functions?sort=alerts">By alerts</AllLink>}
      flush
    >
      {rows.length === 0 ? (
        <EmptyState title="No function stands out">
          Functions with firing alerts, reach from outside, errors or throttles appear here.
        </EmptyState>
      ) : (
        <MiniTable label="Functions at risk" columns={RISK} rows={rows} rowKey={(row) => String(row.id)} />
      )}
    </Card>
  )
}

/** The functions that were deployed last. */
export function DeployedFunctions({ rows }: { rows: FunctionRow[] }) {
  return (
    <Card
      title="Deployed functions"
      note="most recently deployed"
      actions={<AllLink href="/functions?sort=lastModifiedAt">All functions</AllLink>}
      flush
    >
      {rows.length === 0 ? (
        <EmptyState title="No functions in this scope">
          Functions appear here after the first sweep of an account. Accounts are added under Settings.
        </EmptyState>
      ) : (
        <MiniTable
          label="Deployed functions"
          columns={DEPLOYED}
          rows={rows}
          rowKey={(row) => String(row.id)}
        />
      )}
    </Card>
  )
}
