import { Facts } from '#components/detail/facts.tsx'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { SeverityLabel } from '#components/ui/severity-badge.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { ExternalFindingRow } from '#server/services/external-findings/schema.ts'
import { SOURCE_WORDS } from './posture-words.ts'

const wrapped = 'whitespace-normal break-all'

/** What another service found, in the drawer. */
export function OtherPeek({ row }: { row: ExternalFindingRow }) {
  const facts = [
    { label: 'Severity', value: <SeverityLabel severity={row.severity} /> },
    { label: 'Source', value: SOURCE_WORDS[row.source] },
    { label: 'Rule', value: <Text value={row.rule} mono className={wrapped} /> },
    {
      label: 'Functions',
      value:
        row.functions.length === 0
          ? 'none that is watched'
          : row.functions.map((fn) => (
              <ScopedLink
                key={fn.id}
                href={`/functions/${fn.id}`}
                className="mr-3 inline-block max-w-full text-accent hover:underline"
              >
                <Text value={fn.name} mono />
              </ScopedLink>
            )),
    },
    {
      label: 'Resources',
      value: row.resourceArns.map((arn) => (
        <span key={arn} className="block">
          <Text value={arn} mono className={wrapped} />
        </span>
      )),
    },
    {
      label: 'Our finding',
      value: row.sameAs ? (
        <ScopedLink
          href={`/posture/findings/${row.sameAs.findingId}`}
          className="text-accent hover:underline"
        >
          <Text value={row.sameAs.title} className="whitespace-normal break-words" />
        </ScopedLink>
      ) : (
        <span className="text-muted">no check says the same</span>
      ),
    },
    { label: 'Account', value: <Text value={`${row.accountName} · ${row.region}`} /> },
    { label: 'Last seen', value: row.lastSeenAt ? <Time at={row.lastSeenAt} /> : 'not told' },
  ]
  return (
    <div className="grid grid-cols-1 gap-4">
      {row.description !== '' && <p className="m-0 break-words">{visibleText(row.description)}</p>}
      <Facts facts={facts} />
      {row.url && (
        <p className="m-0">
          <a
            href={row.url}
            rel="noreferrer"
            target="_blank"
            className="break-all text-accent hover:underline"
          >
            Open it in {SOURCE_WORDS[row.source]}
          </a>
        </p>
      )}
    </div>
  )
}
