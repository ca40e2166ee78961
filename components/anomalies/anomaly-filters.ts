import type { FilterDef } from '#components/table/table-types.ts'
import type { IncidentRow } from '#server/services/anomalies/schema.ts'
import { METRIC_WORDS } from './series-charts.ts'

export const HANDLING_WORDS: Record<IncidentRow['handling'], string> = {
  alert: 'raised an alert',
  'other-alerts': 'other alerts tell of it',
  maintenance: 'in maintenance',
  noted: 'noted, no alert',
}

export const ORIGIN_WORDS: Record<IncidentRow['origin']['kind'], string> = {
  deployment: 'a change',
  trigger: 'a shared trigger',
  'account-limit': 'the account’s limit',
  callee: 'a function that they call',
  role: 'a shared role',
  none: 'no common cause found',
}

/** What the page of anomalies is narrowed by; accounts, regions and environments are the scope above. */
export const ANOMALY_FILTERS: FilterDef[] = [
  {
    key: 'severity',
    label: 'Severity',
    words: { critical: 'critical', high: 'high', medium: 'medium', low: 'low', info: 'info' },
    ordered: true,
  },
  { key: 'handling', label: 'What came of it', words: HANDLING_WORDS },
  { key: 'kind', label: 'Kind' },
  { key: 'metric', label: 'Metric', words: METRIC_WORDS },
  { key: 'origin', label: 'Likely origin', words: ORIGIN_WORDS },
  { key: 'state', label: 'State', single: true, linked: true },
  { key: 'function', label: 'Function', single: true, linked: true },
  { key: 'incident', label: 'Incident', single: true, linked: true },
]
