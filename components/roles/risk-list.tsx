import { Card } from '#components/ui/card.tsx'
import { SeverityBadge } from '#components/ui/severity-badge.tsx'
import { Text } from '#components/ui/text.tsx'
import type { AccessRisk } from '#server/domain/access/access.ts'
import { RISK_WORDS } from './role-words.ts'
import { StatementQuote } from './statement-quote.tsx'

const SHOWN = 12

function Names({ label, names }: { label: string; names: string[] }) {
  if (names.length === 0) return null
  return (
    <div className="flex min-w-0 gap-2">
      <span className="w-14 shrink-0 text-muted">{label}</span>
      <span className="flex min-w-0 flex-wrap gap-x-3">
        {names.slice(0, SHOWN).map((name) => (
          <Text key={name} value={name} mono className="whitespace-normal break-all" />
        ))}
        {names.length > SHOWN && <span className="text-muted">and {names.length - SHOWN} more</span>}
      </span>
    </div>
  )
}

function Risk({ risk }: { risk: AccessRisk }) {
  return (
    <li className="grid grid-cols-1 min-w-0 gap-1 border-t border-line px-3 py-2 text-table first:border-0">
      <div className="flex flex-wrap items-center gap-x-2">
        <SeverityBadge severity={risk.severity} />
        <Text value={risk.title} className="whitespace-normal text-body font-medium" />
        {risk.title !== RISK_WORDS[risk.risk] && <span className="text-muted">{RISK_WORDS[risk.risk]}</span>}
        {risk.conditional && <span className="hatched rounded-sm px-1">under conditions</span>}
      </div>
      <Text value={risk.why} className="max-w-prose whitespace-normal" />
      {risk.method && <Names label="by" names={[risk.method]} />}
      <Names label="may" names={risk.actions} />
      <Names label="on" names={risk.resources} />
      {risk.statements.map((statement) => (
        <StatementQuote key={`${statement.policy} ${statement.index}`} statement={statement} />
      ))}
    </li>
  )
}

/** What is risky about a role, worst first, each with the statements that make it so. */
export function RiskCard({ risks, unseen }: { risks: AccessRisk[]; unseen: string[] }) {
  return (
    <Card title="Risks" note={risks.length} flush>
      {unseen.length > 0 && (
        <div className="hatched border-t border-line px-3 py-2 text-table">
          {unseen.map((text) => (
            <div key={text}>
              <Text value={text} className="whitespace-normal" />
            </div>
          ))}
        </div>
      )}
      {risks.length === 0 ? (
        <p className="m-0 border-t border-line px-3 py-2 text-table text-muted">
          {unseen.length > 0
            ? 'Nothing was found in what could be read.'
            : 'None of the known combinations, wildcards or trusts was found.'}
        </p>
      ) : (
        <ul className="m-0 list-none border-t border-line p-0">
          {risks.map((risk) => (
            <Risk key={`${risk.risk} ${risk.title} ${risk.method} ${risk.actions.join()}`} risk={risk} />
          ))}
        </ul>
      )}
    </Card>
  )
}
