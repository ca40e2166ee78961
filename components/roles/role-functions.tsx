import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { Card } from '#components/ui/card.tsx'
import { Text } from '#components/ui/text.tsx'
import type { RoleDetail } from '#server/services/roles/schema.ts'

/** Which functions run as a role; more than one share all that it may do. */
export function RoleFunctions({ functions }: { functions: RoleDetail['functions'] }) {
  return (
    <Card title="Functions that run as it" note={functions.length}>
      {functions.length === 0 ? (
        <p className="m-0 text-table text-muted">No function uses it.</p>
      ) : (
        <ul className="m-0 max-h-80 list-none overflow-y-auto p-0 text-table">
          {functions.map((one) => (
            <li key={one.id} className="flex min-w-0 items-center gap-2">
              <ScopedLink href={`/functions/${one.id}`} className="min-w-0 truncate hover:underline">
                <Text value={one.name} mono />
              </ScopedLink>
              <span className="num ml-auto shrink-0 text-muted">{one.region}</span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
