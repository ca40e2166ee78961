import { FieldValue } from '#components/detail/field-value.tsx'
import { Card } from '#components/ui/card.tsx'
import { Text } from '#components/ui/text.tsx'
import type { TrustedBy } from '#server/domain/access/access.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { conditionWords } from './permission-words.ts'
import { PolicyView } from './policy-view.tsx'

/** Who may take a role, and under which conditions. */
export function TrustCard({ trust, record }: { trust: TrustedBy[] | null; record: RoleRecord }) {
  return (
    <Card title="Who may take it" note={trust?.length}>
      {trust && trust.length > 0 && (
        <ul className="m-0 mb-2 list-none p-0 text-table">
          {trust.map((one) => (
            <li key={`${one.principal} ${one.statement.index}`} className="py-0.5">
              <Text
                value={one.principal}
                mono
                className={`whitespace-normal break-all ${one.kind === 'anyone' ? 'font-medium text-critical' : ''}`}
              />
              <span className="text-muted">
                {' '}
                {one.kind}
                {one.external ? ', of another account' : ''}
              </span>
              {one.conditions.map((condition) => (
                <span key={condition} className="block pl-3 text-muted">
                  <Text
                    value={conditionWords(condition)}
                    mono
                    className="whitespace-normal [overflow-wrap:anywhere]"
                  />
                </span>
              ))}
            </li>
          ))}
        </ul>
      )}
      <details open={trust === null}>
        <summary className="cursor-pointer text-table text-muted">The trust policy</summary>
        <FieldValue
          field={record.trustPolicy}
          show={(document) => <PolicyView document={document} label="Trust policy" />}
        />
      </details>
    </Card>
  )
}
