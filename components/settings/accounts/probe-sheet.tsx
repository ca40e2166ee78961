'use client'
import { CircleCheck, CircleHelp, CircleSlash } from 'lucide-react'
import { useApi } from '#components/query/use-api.ts'
import { useChange } from '#components/settings/use-change.ts'
import { Button } from '#components/ui/button.tsx'
import { ErrorState } from '#components/ui/error-state.tsx'
import { Sheet } from '#components/ui/sheet.tsx'
import { SkeletonRows } from '#components/ui/skeleton.tsx'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { AccountRow, PermissionProbe } from '#server/services/accounts/schema.ts'

type Result = PermissionProbe['results'][number]

const STATES = {
  allowed: { icon: CircleCheck, tone: 'text-resolved' },
  denied: { icon: CircleSlash, tone: 'text-high' },
  unknown: { icon: CircleHelp, tone: 'hatched text-muted' },
} as const

const ORDER: Result['state'][] = ['denied', 'unknown', 'allowed']

function ResultRow({ result }: { result: Result }) {
  const { icon: Icon, tone } = STATES[result.state]
  return (
    <li className="border-t border-line py-1.5">
      <span className={`inline-flex items-center gap-1 ${tone}`}>
        <Icon size={13} aria-hidden />
        {result.state}
      </span>{' '}
      <span className="num">{result.permission}</span>
      {result.state !== 'allowed' && (
        <>
          <span className="block">hides: {result.hides}</span>
          {result.message && (
            <Text value={result.message} className="block whitespace-normal break-words text-muted" />
          )}
        </>
      )}
    </li>
  )
}

function summary({ results }: PermissionProbe): string {
  const count = (state: Result['state']) => results.filter((one) => one.state === state).length
  return ORDER.map((state) => `${count(state)} ${state}`).join(', ')
}

type Props = { account: AccountRow; reason: string | null; onClose: () => void }

/** Tries an account permission by permission, and says what each one that is missing hides. */
export function ProbeSheet({ account, reason, onClose }: Props) {
  const path = `/accounts/${account.id}/probe`
  const query = useApi<PermissionProbe>(path, undefined, { refreshMs: 2000 })
  const change = useChange(path)
  const probe = query.data
  const isBusy = probe?.state === 'requested' || probe?.state === 'running'
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()} title={`Permissions in ${account.name}`}>
      {query.isPending ? (
        <SkeletonRows rows={6} />
      ) : !probe ? (
        <ErrorState title="The test could not be read" error={query.error} retry={() => query.refetch()} />
      ) : (
        <div className="grid grid-cols-1 gap-2 text-table">
          <div className="flex flex-wrap items-center gap-2">
            <Button
              variant="primary"
              disabled={reason !== null || isBusy || change.isPending}
              title={reason ?? undefined}
              onClick={() => change.mutate({ path, said: 'Each permission is being tried' })}
            >
              {isBusy ? 'Trying…' : 'Try each permission now'}
            </Button>
            <span className="text-muted" aria-live="polite">
              {probe.state === 'none' ? (
                'Never tried. One call each, reading next to nothing.'
              ) : probe.state === 'requested' ? (
                'Waiting for a worker.'
              ) : probe.state === 'running' && probe.results.length === 0 ? (
                'One call after the other: about half a minute.'
              ) : (
                <>
                  {summary(probe)} · <Time at={probe.at} />
                </>
              )}
            </span>
          </div>
          {probe.reason && <Text value={probe.reason} className="whitespace-normal text-critical" />}
          <ul className="m-0 list-none p-0">
            {ORDER.flatMap((state) => probe.results.filter((one) => one.state === state)).map((result) => (
              <ResultRow key={result.permission} result={result} />
            ))}
          </ul>
        </div>
      )}
    </Sheet>
  )
}
