import { Unseen } from '#components/detail/unseen.tsx'
import { SeverityLabel } from '#components/ui/severity-badge.tsx'
import type { FunctionRow } from '#server/services/functions/schema.ts'

/** The worst risk of a role, with icon and word; none and unknown are told apart. */
export function RoleLevel({ level }: { level: FunctionRow['roleLevel'] }) {
  if (level === 'unknown') return <Unseen reason="Its role could not be read, or was not worked out yet" />
  if (level === 'none') return <span className="text-faint">none</span>
  return <SeverityLabel severity={level} />
}
