import { DecisionRow } from '#components/decisions/decision-row.tsx'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { formatCount } from '#components/ui/format.ts'
import { visibleText } from '#server/domain/text.ts'
import type { ExceptionRow as Row } from '#server/services/exceptions/schema.ts'

/** What an exception covers, in words. */
function selectorWords({ selector }: Row): string {
  const { checks, resources, arnPatterns, tags, accounts, everywhere } = selector
  const what = checks.length === 0 ? 'every check' : checks.join(', ')
  const where = [
    ...resources,
    ...arnPatterns,
    ...tags.map(({ key, value }) => (value === null ? `tag ${key}` : `tag ${key}=${value}`)),
    ...accounts.map((id) => `account ${id}`),
  ]
  return `${what} on ${where.length === 0 && everywhere ? 'everything' : where.join(', ')}`
}

/** An exception with the findings that it covers and who decided it. */
export function ExceptionRow({ row }: { row: Row }) {
  return (
    <DecisionRow
      row={row}
      path="/exceptions"
      covers={selectorWords(row)}
      noun="exception"
      ended="Ended: what it covered is open again"
      ending={`${row.findings === 1 ? '1 finding opens' : `${formatCount(row.findings)} findings open`} again.`}
    >
      <ScopedLink
        href={`/posture/findings?state=excepted&exception=${row.id}`}
        className="text-accent hover:underline"
      >
        {formatCount(row.findings)} {row.findings === 1 ? 'finding' : 'findings'}
      </ScopedLink>
      <span>decided by {visibleText(row.approver)}</span>
    </DecisionRow>
  )
}
