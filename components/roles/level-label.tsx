import { Unseen } from '#components/detail/unseen.tsx'
import { SeverityLabel } from '#components/ui/severity-badge.tsx'
import type { RoleRow } from '#server/services/roles/schema.ts'

/** How risky a role is, with icon and word; not known is not "none". */
export function LevelLabel({ level }: { level: RoleRow['level'] }) {
  if (level === 'unknown')
    return <Unseen word="not known" reason="Its policies could not be read, or were not worked out yet" />
  if (level === 'none') return <span className="text-muted">nothing found</span>
  return <SeverityLabel severity={level} />
}
