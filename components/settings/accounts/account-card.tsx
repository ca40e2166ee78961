import { Unseen } from '#components/detail/unseen.tsx'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { StatusWord } from '#components/settings/status-word.tsx'
import { Button } from '#components/ui/button.tsx'
import { formatCount, formatUsd } from '#components/ui/format.ts'
import { Text } from '#components/ui/text.tsx'
import { Time } from '#components/ui/time.tsx'
import type { AccountRow } from '#server/services/accounts/schema.ts'

function regionsInWords(account: AccountRow): string {
  if (account.regions.length > 0) return account.regions.join(', ')
  const known = account.enabledRegions.length
  const { watchedRegions } = account
  if (watchedRegions.length > 0 && watchedRegions.length !== known)
    return `${watchedRegions.join(', ')}, as SIGHTLINE_REGIONS says`
  return known > 0 ? `all ${known} enabled regions` : 'all enabled regions'
}

function Count({ value, word, href }: { value: number; word: string; href?: string }) {
  const text = (
    <>
      <span className="num">{formatCount(value)}</span> {word}
    </>
  )
  return href ? (
    <ScopedLink href={href} className="hover:underline">
      {text}
    </ScopedLink>
  ) : (
    <span>{text}</span>
  )
}

type Props = { account: AccountRow; reason: string | null; onEdit: () => void; onProbe: () => void }

/** One account: name, state in words, regions, what was found, what the watch costs. */
export function AccountCard({ account, reason, onEdit, onProbe }: Props) {
  return (
    <li className="grid grid-cols-1 min-w-0 gap-x-4 gap-y-1 border-t border-line px-3 py-2.5 text-table md:grid-cols-[minmax(0,1.3fr)_minmax(0,1.6fr)_minmax(0,1.2fr)_auto]">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-x-2 text-body">
          <Text value={account.name} className="font-medium" />
          {account.home && <span className="text-table text-muted">home</span>}
        </div>
        <div className="num text-muted">{account.id}</div>
        {account.ouPath && <Text value={account.ouPath} className="block text-muted" />}
        {(account.owner || account.environment) && (
          <Text
            value={[account.environment, account.owner].filter(Boolean).join(' · ')}
            className="block text-muted"
          />
        )}
        {account.alias && account.alias !== account.name && (
          <Text value={account.alias} className="text-muted" />
        )}
      </div>
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-x-2">
          <StatusWord
            status={account.enabled ? account.status : 'disabled'}
            word={account.enabled && account.status === 'ok' ? 'reached' : undefined}
            title="Whether the account lets Sightline in; what of it could not be read is under Coverage"
          />
          <span className="text-muted">
            {account.lastSweepAt ? (
              <>
                last swept <Time at={account.lastSweepAt} />
              </>
            ) : (
              'never swept'
            )}
          </span>
        </div>
        {account.statusReason && (
          <Text value={account.statusReason} className="whitespace-normal break-words" />
        )}
        <div className="text-muted">
          <Text value={regionsInWords(account)} className="whitespace-normal" />
        </div>
        {account.profile && (
          <div className="text-muted">
            by profile <Text value={account.profile} mono />
          </div>
        )}
        {account.roleArn && (
          <div className="flex flex-wrap gap-x-2 text-muted">
            <Text value={account.roleArn} mono />
            <span className={account.hasExternalId ? '' : 'text-medium'}>
              {account.hasExternalId ? 'with external id' : 'without external id'}
            </span>
          </div>
        )}
      </div>
      <div className="grid grid-cols-1 content-start gap-x-3">
        {account.lastSweepAt === null ? (
          <span>
            <Unseen word="not read yet" reason="No sweep of this account has ended" />
          </span>
        ) : (
          <span className="flex flex-wrap gap-x-3">
            <Count value={account.functions} word="functions" href={`/functions?accounts=${account.id}`} />
            <Count value={account.roles} word="roles" href={`/roles?accounts=${account.id}`} />
            <Count value={account.mappings} word="event source mappings" />
          </span>
        )}
        <span className="text-muted">
          {account.costUsdPerMonth === null
            ? 'cost of the watch not known yet'
            : `the watch costs ${formatUsd(account.costUsdPerMonth)} a month`}
        </span>
      </div>
      <div className="flex items-start gap-1.5">
        <Button size="sm" onClick={onProbe}>
          Permissions
        </Button>
        <Button size="sm" disabled={reason !== null} title={reason ?? undefined} onClick={onEdit}>
          Edit
        </Button>
      </div>
    </li>
  )
}
