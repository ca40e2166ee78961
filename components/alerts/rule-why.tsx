import { ExternalLink } from 'lucide-react'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { visibleText } from '#server/domain/text.ts'
import type { AlertDetail } from '#server/services/alerts/schema.ts'

/** Which rule raised the alert and why there is such a rule. */
export function RuleWhy({
  rule,
  kind,
}: {
  rule: AlertDetail['rule']
  kind: AlertDetail['alert']['ruleKind']
}) {
  return (
    <div className="grid grid-cols-1 gap-1.5">
      <p>
        <ScopedLink
          href={`/alerts?rule=${encodeURIComponent(rule.id)}`}
          className="font-medium hover:underline"
        >
          {visibleText(rule.title)}
        </ScopedLink>{' '}
        <code className="num text-table text-muted">{visibleText(rule.id)}</code>
      </p>
      <p className="text-muted">{visibleText(rule.why)}</p>
      {kind === 'detection' && (
        <p>
          <ScopedLink
            href={`/detections/${encodeURIComponent(rule.id)}`}
            className="text-accent hover:underline"
          >
            What it looks at, tune it, or expect such acts
          </ScopedLink>
        </p>
      )}
      {rule.references.length > 0 && (
        <ul className="grid grid-cols-1 gap-0.5 text-table">
          {rule.references.map((reference) => (
            <li key={reference} className="min-w-0 truncate">
              <Reference text={reference} />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

function Reference({ text }: { text: string }) {
  if (!/^https?:\/\//.test(text)) return <>{visibleText(text)}</>
  return (
    <a
      href={text}
      target="_blank"
      rel="noopener noreferrer"
      className="inline-flex max-w-full items-center gap-1 text-accent hover:underline"
    >
      <span className="truncate">{visibleText(text)}</span>
      <ExternalLink size={11} className="shrink-0" aria-label="opens in a new tab" />
    </a>
  )
}
