import { Facts } from '#components/detail/facts.tsx'
import { Unseen } from '#components/detail/unseen.tsx'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { buttonClass } from '#components/ui/button.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { RoleRow } from '#server/services/roles/schema.ts'
import { LevelLabel } from './level-label.tsx'
import { Count } from './role-columns.tsx'
import { riskWord } from './role-words.ts'

const yesNo = (value: boolean | null) => (value === null ? <Unseen word="not known" /> : value ? 'yes' : 'no')

/** What a row of roles holds, in the drawer. */
export function RolePeek({ row }: { row: RoleRow }) {
  return (
    <div className="grid grid-cols-1 gap-4">
      <Facts
        facts={[
          { label: 'Risk', value: <LevelLabel level={row.level} /> },
          {
            label: 'What it is',
            value:
              row.risks.length === 0 ? '–' : row.risks.map((risk) => <div key={risk}>{riskWord(risk)}</div>),
          },
          { label: 'Functions', value: <Count value={row.functions} /> },
          { label: 'Services', value: <Count value={row.services} /> },
          { label: 'Not used', value: <Count value={row.unusedServices} loud /> },
          { label: 'Administrator', value: yesNo(row.admin) },
          { label: 'Wildcard', value: yesNo(row.wildcard) },
          { label: 'Boundary', value: yesNo(row.boundary) },
          {
            label: 'Taken by',
            value: <Text value={row.trust.join(', ')} mono className="whitespace-normal break-all" />,
          },
          { label: 'Account', value: <Text value={row.accountName} /> },
          { label: 'Last used', value: <Time at={row.lastUsedAt} /> },
          { label: 'Made', value: <Time at={row.createdAt} /> },
          { label: 'ARN', value: <Text value={row.arn} mono copy /> },
        ]}
      />
      <div className="flex flex-wrap gap-2">
        <ScopedLink href={`/roles/${row.id}?tab=least-privilege`} className={buttonClass('default', 'sm')}>
          Least privilege
        </ScopedLink>
        <ScopedLink href={`/roles/${row.id}?tab=changes`} className={buttonClass('default', 'sm')}>
          Changes
        </ScopedLink>
      </div>
    </div>
  )
}
