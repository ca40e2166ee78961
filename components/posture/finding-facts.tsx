import type { Fact } from '#components/detail/facts.tsx'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { SeverityLabel } from '#components/ui/severity-badge.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { FindingRow } from '#server/services/findings/schema.ts'
import { checkHref } from './check-href.ts'
import { GROUP_WORDS, KIND_WORDS } from './posture-words.ts'

/** The page of the resource that a finding is about. */
export function resourceHref(row: Pick<FindingRow, 'resourceKind' | 'resourceId'>): string {
  if (row.resourceKind === 'function') return `/functions/${row.resourceId}`
  if (row.resourceKind === 'role') return `/roles/${row.resourceId}`
  return `/changes/${row.resourceId}`
}

const capitalised = (words: string) => words.charAt(0).toUpperCase() + words.slice(1)

export function findingFacts(row: FindingRow): Fact[] {
  return [
    { label: 'Severity', value: <SeverityLabel severity={row.severity} /> },
    {
      label: capitalised(KIND_WORDS[row.resourceKind]),
      value: (
        <ScopedLink href={resourceHref(row)} className="text-accent hover:underline">
          <Text value={row.resourceName} mono />
        </ScopedLink>
      ),
    },
    {
      label: 'ARN',
      value: <Text value={row.resourceArn} mono copy className="whitespace-normal break-all" />,
    },
    { label: 'Account', value: <Text value={`${row.accountName} · ${row.region}`} /> },
    {
      label: 'Owner',
      value: row.owner ? <Text value={row.owner} /> : <span className="text-muted">none</span>,
    },
    {
      label: 'Check',
      value: (
        <ScopedLink href={checkHref(row.checkId)} className="text-accent hover:underline">
          <Text value={row.checkId} mono />
        </ScopedLink>
      ),
    },
    { label: 'Group', value: GROUP_WORDS[row.group] },
    { label: 'Open since', value: <Time at={row.openedAt} /> },
    ...(row.closedAt ? [{ label: 'Closed', value: <Time at={row.closedAt} /> }] : []),
    { label: 'State', value: row.state },
  ]
}
