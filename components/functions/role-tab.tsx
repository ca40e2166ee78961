'use client'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useApi } from '#components/query/use-api.ts'
import { ProposalView } from '#components/roles/proposal-view.tsx'
import { RoleAccessView } from '#components/roles/role-access-view.tsx'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { useScope } from '#components/scope/use-scope.ts'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { Text } from '#components/ui/text.tsx'
import type { FunctionDetail } from '#server/services/functions/schema.ts'
import type { RoleDetail } from '#server/services/roles/schema.ts'

const SHOWS = ['access', 'least-privilege'] as const
const SHOW_WORDS = { access: 'What it may do', 'least-privilege': 'What it was seen to need' }

function Missing({ role }: { role: FunctionDetail['role'] }) {
  return (
    <Card title="Role">
      <Text value={role.arn} mono copy />
      <p className="hatched m-0 mt-2 rounded-md border border-line p-2">
        What this role may do is unknown:{' '}
        <Text value={role.missing ?? 'it was not collected'} className="whitespace-normal" />
      </p>
    </Card>
  )
}

function Access({ roleId }: { roleId: number }) {
  const { scopeParams } = useScope()
  const query = useApi<RoleDetail>(`/roles/${roleId}`, scopeParams)
  if (query.isPending) return <SkeletonRows rows={8} />
  if (!query.data)
    return (
      <ErrorState
        title="The role could not be loaded"
        error={query.error}
        stillWorks="The other tabs do not depend on it."
        retry={() => query.refetch()}
      />
    )
  return <RoleAccessView detail={query.data} />
}

/** What the function may do, who else may do it, who may take the role, and the policy that it was seen to need. */
export function RoleTab({ detail }: { detail: FunctionDetail }) {
  const [show, setShow] = useQueryState('show', parseAsStringLiteral(SHOWS).withDefault('access'))
  const { role, row } = detail
  if (role.id === null) return <Missing role={role} />
  return (
    <div className="grid grid-cols-1 min-w-0 gap-3">
      <div className="flex flex-wrap items-center gap-1.5">
        {SHOWS.map((one) => (
          <Button
            key={one}
            size="sm"
            aria-pressed={show === one}
            onClick={() => setShow(one)}
            className={show === one ? 'bg-hover! text-accent!' : ''}
          >
            {SHOW_WORDS[one]}
          </Button>
        ))}
        <ScopedLink href={`/roles/${role.id}`} className={buttonClass('ghost', 'sm', 'ml-auto')}>
          Open the role
        </ScopedLink>
      </div>
      {show === 'access' ? (
        <Access roleId={role.id} />
      ) : (
        <ProposalView path={`/functions/${row.id}/policy`} />
      )}
    </div>
  )
}
