import { EmptyState } from '#components/ui/empty-state.tsx'
import type { RoleDetail } from '#server/services/roles/schema.ts'
import { PermissionCard } from './permission-card.tsx'
import { RiskCard } from './risk-list.tsx'
import { RoleFacts } from './role-facts.tsx'
import { RoleFunctions } from './role-functions.tsx'
import { TrustCard } from './trust-card.tsx'

/** Risk, permissions, trust and functions of a role. */
export function RoleAccessView({ detail }: { detail: RoleDetail }) {
  const { access, record, functions } = detail
  return (
    <div className="grid grid-cols-1 min-w-0 items-start gap-3 xl:grid-cols-[minmax(0,1fr)_23rem]">
      <div className="grid grid-cols-1 min-w-0 gap-3">
        {access ? (
          <>
            <RiskCard risks={access.risks} unseen={access.permissions.unseen} />
            <PermissionCard permissions={access.permissions} />
          </>
        ) : (
          <EmptyState title="Not worked out yet">
            What this role may do is worked out after each sweep of its account; the policies themselves are
            under Policies.
          </EmptyState>
        )}
      </div>
      <div className="grid grid-cols-1 min-w-0 gap-3">
        <RoleFacts detail={detail} />
        <RoleFunctions functions={functions} />
        <TrustCard trust={access?.trust ?? null} record={record} />
      </div>
    </div>
  )
}
