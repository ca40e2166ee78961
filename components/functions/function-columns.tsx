import { Sparkline } from '#components/charts/sparkline.tsx'
import { Unseen } from '#components/detail/unseen.tsx'
import { REACH_FACET } from '#components/reach/reach-words.ts'
import { LevelLabel } from '#components/roles/level-label.tsx'
import { LEVEL_WORDS } from '#components/roles/role-words.ts'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import type { Column, FilterDef } from '#components/table/table-types.ts'
import { KIND_WORDS, kindWord } from '#components/triggers/trigger-words.ts'
import { formatCompact, formatCount, formatMemory, formatMs } from '#components/ui/format.ts'
import { SeverityLabel } from '#components/ui/severity-badge.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { FunctionRow } from '#server/services/functions/schema.ts'
import { ReachLink } from './reach-label.tsx'

export const FUNCTION_FILTERS: FilterDef[] = [
  { key: 'alerting', label: 'Alerts', single: true, words: { yes: 'has a firing alert', no: 'has none' } },
  { key: 'reach', label: 'Reach', words: REACH_FACET, ordered: true },
  { key: 'role', label: 'Role risk', words: LEVEL_WORDS, ordered: true },
  { key: 'trigger', label: 'Trigger', words: { ...KIND_WORDS, none: 'no trigger' } },
  { key: 'account', label: 'Account', param: 'accounts' },
  { key: 'region', label: 'Region', param: 'regions' },
  { key: 'env', label: 'Environment', words: { none: 'no environment' } },
  { key: 'runtime', label: 'Runtime' },
  {
    key: 'url',
    label: 'Function URL',
    words: { none: 'no URL', NONE: 'NONE: asks for nothing', AWS_IAM: 'AWS_IAM: asks for IAM' },
  },
  { key: 'owner', label: 'Owner', words: { none: 'no owner' } },
  { key: 'criticality', label: 'Criticality', words: { none: 'no criticality' } },
  { key: 'architecture', label: 'Architecture', folded: true },
  { key: 'state', label: 'State', folded: true },
]

type Spark = FunctionRow['invocations']

function SparkCell({ data, label, tone }: { data: Spark; label: string; tone: 'accent' | 'error' }) {
  if (data.total === null) return <Unseen word="not polled" reason="No metric was read for this period" />
  return (
    <span className="flex items-center justify-end gap-2">
      <Sparkline values={data.spark} label={label} tone={tone} widthPx={56} />
      <span className={tone === 'error' && data.total > 0 ? 'w-12 text-error' : 'w-12'}>
        {formatCompact(data.total)}
      </span>
    </span>
  )
}

function CountCell({ value }: { value: number | null }) {
  if (value === null) return <Unseen word="?" reason="No metric was read for this period" />
  return <span className={value > 0 ? 'text-high' : 'text-faint'}>{formatCount(value)}</span>
}

export function TriggerCount({ row }: { row: Pick<FunctionRow, 'triggers' | 'triggerKinds'> }) {
  if (row.triggers === null) return <Unseen word="?" reason="Not worked out yet" />
  return (
    <span
      className={row.triggers === 0 ? 'text-faint' : undefined}
      title={row.triggerKinds.map(kindWord).join(', ') || 'no trigger'}
    >
      {formatCount(row.triggers)}
    </span>
  )
}

export function AlertCell({ alerts }: { alerts: FunctionRow['alerts'] }) {
  if (alerts.firing === 0) return <span className="text-faint">–</span>
  return (
    <span className="inline-flex items-center gap-1.5">
      {alerts.worst && <SeverityLabel severity={alerts.worst} />}
      {alerts.firing > 1 && <span className="num text-muted">×{alerts.firing}</span>}
    </span>
  )
}

export const FUNCTION_COLUMNS: Column<FunctionRow>[] = [
  {
    id: 'name',
    header: 'Name',
    sort: true,
    fixed: true,
    grow: true,
    size: 216,
    cell: (row) => (
      <span className="flex min-w-0 items-center gap-2">
        <ScopedLink href={`/functions/${row.id}`} className="min-w-0 truncate hover:underline">
          <Text value={row.name} mono />
        </ScopedLink>
        {row.deletedAt && <span className="shrink-0 text-micro text-muted">deleted</span>}
      </span>
    ),
  },
  { id: 'alerts', header: 'Alerts', sort: true, size: 92, cell: (row) => <AlertCell alerts={row.alerts} /> },
  {
    id: 'reach',
    header: 'Reach',
    sort: true,
    size: 136,
    note: 'The widest audience that can invoke it',
    cell: (row) => <ReachLink row={row} />,
  },
  {
    id: 'role',
    header: 'Role risk',
    sort: true,
    size: 104,
    note: 'Worst risk of the role it runs as',
    cell: (row) => <LevelLabel level={row.roleLevel} />,
  },
  {
    id: 'triggers',
    header: 'Triggers',
    sort: true,
    size: 84,
    align: 'end',
    cell: (row) => <TriggerCount row={row} />,
  },
  {
    id: 'invocations',
    header: 'Invocations',
    sort: true,
    size: 126,
    align: 'end',
    cell: (row) => <SparkCell data={row.invocations} label={`Invocations of ${row.name}`} tone="accent" />,
  },
  {
    id: 'errors',
    header: 'Errors',
    sort: true,
    size: 126,
    align: 'end',
    cell: (row) => <SparkCell data={row.errors} label={`Errors of ${row.name}`} tone="error" />,
  },
  {
    id: 'timeouts',
    header: 'Timeouts',
    sort: true,
    size: 88,
    align: 'end',
    note: 'Errors of periods in which the longest run reached the timeout',
    cell: (row) => <CountCell value={row.timeouts} />,
  },
  {
    id: 'throttles',
    header: 'Throttles',
    sort: true,
    size: 92,
    align: 'end',
    cell: (row) => <CountCell value={row.throttles} />,
  },
  {
    id: 'runtime',
    header: 'Runtime',
    sort: true,
    size: 96,
    cell: (row) => <Text value={row.runtime ?? row.packageType} mono />,
  },
  { id: 'account', header: 'Account', sort: true, size: 92, cell: (row) => <Text value={row.accountName} /> },
  { id: 'region', header: 'Region', sort: true, size: 84, cell: (row) => <Text value={row.region} mono /> },
  {
    id: 'lastModifiedAt',
    header: 'Deployed',
    sort: true,
    size: 84,
    align: 'end',
    note: 'When Lambda says code or configuration was last modified',
    cell: (row) => <Time at={row.lastModifiedAt} />,
  },
  {
    id: 'maxDurationMs',
    header: 'Longest run',
    size: 92,
    align: 'end',
    hidden: true,
    cell: (row) => (row.maxDurationMs === null ? <Unseen word="?" /> : formatMs(row.maxDurationMs)),
  },
  {
    id: 'version',
    header: 'Version',
    size: 72,
    hidden: true,
    cell: (row) => <Text value={row.version ?? '$LATEST'} mono />,
  },
  {
    id: 'memoryMb',
    header: 'Memory',
    sort: true,
    size: 80,
    align: 'end',
    hidden: true,
    cell: (row) => formatMemory(row.memoryMb),
  },
  {
    id: 'timeoutSeconds',
    header: 'Timeout',
    sort: true,
    size: 76,
    align: 'end',
    hidden: true,
    cell: (row) => (row.timeoutSeconds === null ? '–' : `${row.timeoutSeconds} s`),
  },
  {
    id: 'criticality',
    header: 'Criticality',
    sort: true,
    size: 92,
    cell: (row) => <Text value={row.criticality} />,
  },
  { id: 'owner', header: 'Owner', size: 110, hidden: true, cell: (row) => <Text value={row.owner} /> },
  { id: 'env', header: 'Env', size: 72, hidden: true, cell: (row) => <Text value={row.env} /> },
  {
    id: 'architecture',
    header: 'Arch',
    size: 72,
    hidden: true,
    cell: (row) => <Text value={row.architecture} mono />,
  },
  { id: 'state', header: 'State', size: 84, hidden: true, cell: (row) => <Text value={row.state} /> },
]
