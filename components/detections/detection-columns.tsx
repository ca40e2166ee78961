import { Sparkline } from '#components/charts/sparkline.tsx'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import type { Column, FilterDef } from '#components/table/table-types.ts'
import { Badge } from '#components/ui/badge.tsx'
import { formatCount } from '#components/ui/format.ts'
import { SeverityLabel } from '#components/ui/severity-badge.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { DetectionRow } from '#server/services/detections/schema.ts'
import { DetectionState } from './detection-state.tsx'
import {
  detectionHref,
  GROUP_WORDS,
  KIND_WORDS,
  SAW_WORDS,
  SEVERITY_WORDS,
  STATE_WORDS,
} from './detection-words.ts'

export const DETECTION_FILTERS: FilterDef[] = [
  { key: 'saw', label: 'Saw in 30 days', words: SAW_WORDS, ordered: true },
  { key: 'state', label: 'State', words: STATE_WORDS, ordered: true },
  { key: 'severity', label: 'Severity', words: SEVERITY_WORDS, ordered: true },
  { key: 'group', label: 'Group', words: GROUP_WORDS },
  { key: 'kind', label: 'Goes by', words: KIND_WORDS },
  { key: 'tactic', label: 'Tactic' },
  { key: 'technique', label: 'Technique', folded: true },
]

const count = (value: number) => (value === 0 ? <span className="text-faint">0</span> : formatCount(value))

export const DETECTION_COLUMNS: Column<DetectionRow>[] = [
  {
    id: 'severity',
    header: 'Severity',
    sort: true,
    fixed: true,
    size: 88,
    cell: (row) => <SeverityLabel severity={row.severity} />,
  },
  {
    id: 'title',
    header: 'Detection',
    sort: true,
    fixed: true,
    grow: true,
    size: 260,
    cell: (row) => (
      <ScopedLink
        href={detectionHref(row.id)}
        className="block min-w-0 truncate font-medium hover:underline"
        title={row.title}
      >
        {row.isTuned && <Badge className="mr-2">tuned</Badge>}
        <Text value={row.title} className={row.enabled ? 'max-w-full' : 'max-w-full text-muted'} />
      </ScopedLink>
    ),
  },
  { id: 'state', header: 'State', size: 108, cell: (row) => <DetectionState row={row} /> },
  { id: 'group', header: 'Group', size: 124, cell: (row) => GROUP_WORDS[row.group] },
  { id: 'kind', header: 'Goes by', size: 120, hidden: true, cell: (row) => KIND_WORDS[row.kind] },
  {
    id: 'techniques',
    header: 'ATT&CK',
    size: 84,
    cell: (row) => <Text value={row.techniques.join(', ')} mono />,
  },
  {
    id: 'days',
    header: '30 days',
    size: 90,
    cell: (row) => <Sparkline values={row.seen.days} label={`hits of ${row.title}, 30 days`} />,
  },
  {
    id: 'alerts',
    header: 'Alerts',
    sort: true,
    size: 68,
    align: 'end',
    cell: (row) => count(row.seen.alerts),
  },
  { id: 'hits', header: 'Hits', sort: true, size: 60, align: 'end', cell: (row) => count(row.seen.hits) },
  {
    id: 'allowed',
    header: 'Allowed',
    size: 72,
    align: 'end',
    hidden: true,
    cell: (row) => count(row.seen.allowed),
  },
  {
    id: 'lastAt',
    header: 'Last seen',
    sort: true,
    size: 92,
    align: 'end',
    cell: (row) => <Time at={row.seen.lastAt} />,
  },
]
