import { SEVERITY_TEXT } from '#components/ui/severity-badge.tsx'
import { SEVERITIES, type Severity } from '#server/domain/severity.ts'

const LETTERS: Record<Severity, string> = { critical: 'C', high: 'H', medium: 'M', low: 'L', info: 'I' }

/** How many of each severity, the worst first; what there is none of is left out. */
export function SeverityCounts({ counts }: { counts: Record<Severity, number> }) {
  const there = SEVERITIES.filter((severity) => counts[severity] > 0)
  if (there.length === 0) return <span className="text-faint">none</span>
  return (
    <span className="flex flex-wrap gap-x-2">
      {there.map((severity) => (
        <span key={severity} className={SEVERITY_TEXT[severity]} title={`${counts[severity]} ${severity}`}>
          <span aria-hidden>{LETTERS[severity]}</span>
          <span className="sr-only">{severity} </span>{' '}
          <span className="num font-medium">{counts[severity]}</span>
        </span>
      ))}
    </span>
  )
}
