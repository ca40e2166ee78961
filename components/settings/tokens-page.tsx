'use client'
import { useState } from 'react'
import { useApi } from '#components/query/use-api.ts'
import { Button } from '#components/ui/button.tsx'
import { Card } from '#components/ui/card.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { EmptyState } from '#components/ui/empty-state.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import { useNow } from '#components/ui/use-now.ts'
import type { TokenList, TokenRow } from '#server/services/tokens/schema.ts'
import { CreateToken } from './create-token.tsx'
import { useChange } from './use-change.ts'

function TokenLine({ token, onRevoke }: { token: TokenRow; onRevoke: () => void }) {
  const nowMs = useNow()
  const isOver = token.expiresAt !== null && Date.parse(token.expiresAt) <= nowMs
  return (
    <li className="flex min-w-0 flex-wrap items-center gap-x-4 gap-y-1 border-t border-line px-3 py-2 text-table">
      <div className="min-w-0 flex-1 basis-48">
        <Text value={token.name} className="text-body font-medium" />
        <div className="text-muted">
          <span className="num">{token.prefix}…</span> · {token.role} · by <Text value={token.createdBy} />
        </div>
      </div>
      <span className="w-44 text-muted">
        {token.lastUsedAt ? (
          <>
            used <Time at={token.lastUsedAt} />
          </>
        ) : (
          'never used'
        )}
      </span>
      <span className={isOver ? 'w-36 text-high' : 'w-36 text-muted'}>
        {token.expiresAt === null ? (
          'never ends'
        ) : (
          <>
            {isOver ? 'ended' : 'ends'} <Time at={token.expiresAt} />
          </>
        )}
      </span>
      <Button size="sm" variant="danger" onClick={onRevoke}>
        Revoke
      </Button>
    </li>
  )
}

/** Tokens for scripts and other tools; each is shown once, when it is made. */
export function TokensPage() {
  const query = useApi<TokenList>('/tokens', undefined, { refreshMs: 60_000 })
  const [creating, setCreating] = useState(false)
  const [revoking, setRevoking] = useState<TokenRow | null>(null)
  const change = useChange('/tokens', () => setRevoking(null))
  return (
    <Card
      title="API tokens"
      note="for scripts and other tools"
      flush
      actions={
        <Button variant="primary" onClick={() => setCreating(true)}>
          Make a token
        </Button>
      }
    >
      {query.isPending ? (
        <SkeletonRows rows={3} />
      ) : !query.data ? (
        <ErrorState
          title="The tokens could not be loaded"
          error={query.error}
          retry={() => query.refetch()}
        />
      ) : query.data.items.length === 0 ? (
        <EmptyState title="No tokens">
          A token lets a script read what you can read: send it as{' '}
          <code className="num">Authorization: Bearer …</code>.
        </EmptyState>
      ) : (
        <ul className="m-0 list-none p-0">
          {query.data.items.map((token) => (
            <TokenLine key={token.id} token={token} onRevoke={() => setRevoking(token)} />
          ))}
        </ul>
      )}
      {creating && <CreateToken onClose={() => setCreating(false)} />}
      {revoking && (
        <Dialog
          open
          onOpenChange={(open) => !open && setRevoking(null)}
          title="Revoke this token?"
          footer={
            <>
              <Button onClick={() => setRevoking(null)}>Cancel</Button>
              <Button
                variant="danger"
                disabled={change.isPending}
                onClick={() =>
                  change.mutate({
                    path: `/tokens/${revoking.id}`,
                    method: 'DELETE',
                    said: `${revoking.name} is revoked`,
                  })
                }
              >
                Revoke
              </Button>
            </>
          }
        >
          Whatever uses <Text value={revoking.name} className="font-medium" /> gets 401 from its next call on.
        </Dialog>
      )}
    </Card>
  )
}
