'use client'
import { ListFilter, Search } from 'lucide-react'
import { useStatus } from '#components/query/use-status.ts'
import { useScope } from '#components/scope/use-scope.ts'
import { Button, buttonClass } from '#components/ui/button.tsx'
import { cn } from '#components/ui/cn.ts'
import { Combobox } from '#components/ui/combobox.tsx'
import { Kbd } from '#components/ui/kbd.tsx'
import { Popover, PopoverContent, PopoverTrigger } from '#components/ui/popover.tsx'
import { LiveIndicator } from './live-indicator.tsx'
import { TimeRange } from './time-range.tsx'
import { UserMenu } from './user-menu.tsx'

type Props = { onFind: () => void; onHelp: () => void }

/** Accounts, regions, environments and period of every page; search; how old the data is. */
export function ScopeBar({ onFind, onHelp }: Props) {
  const { scope } = useScope()
  const chosen = scope.accounts.length + scope.regions.length + scope.env.length
  return (
    <header className="sticky top-0 z-20 flex h-11 items-center gap-1 border-b border-line bg-surface px-2 sm:px-4">
      <div className="hidden items-center gap-1 sm:flex sm:-ml-2">
        <ScopeFilters />
      </div>
      <div className="sm:hidden">
        <Popover>
          <PopoverTrigger className={buttonClass('ghost', 'md', cn(chosen > 0 && 'text-accent!'))}>
            <ListFilter size={14} aria-hidden />
            {chosen > 0 ? `Scope ${chosen}` : 'Scope'}
          </PopoverTrigger>
          <PopoverContent className="grid w-60 gap-1" aria-label="Scope">
            <ScopeFilters />
          </PopoverContent>
        </Popover>
      </div>
      <span aria-hidden className="mx-1 h-4 border-l border-line max-sm:hidden" />
      <TimeRange />
      <div className="ml-auto flex items-center gap-1 sm:gap-2">
        <Button
          variant="ghost"
          onClick={onFind}
          title="Find (Ctrl or Cmd K)"
          aria-keyshortcuts="Control+K Meta+K"
        >
          <Search size={14} aria-hidden />
          <span className="sr-only">Find</span>
          <span className="hidden gap-0.5 lg:inline-flex">
            <Kbd>⌘</Kbd>
            <Kbd>K</Kbd>
          </span>
        </Button>
        <LiveIndicator />
        <div className="md:hidden">
          <UserMenu onHelp={onHelp} />
        </div>
      </div>
    </header>
  )
}

function ScopeFilters() {
  const { data } = useStatus()
  const { scope, setScope } = useScope()
  const accounts = (data?.accounts ?? []).map((account) => ({
    value: account.id,
    label: account.name === account.id ? account.id : `${account.name} · ${account.id}`,
  }))
  const regions = (data?.regions ?? []).map((region) => ({ value: region, label: region }))
  const envs = (data?.envs ?? []).map((env) => ({ value: env, label: env }))
  return (
    <>
      <Combobox
        label="accounts"
        all="All accounts"
        options={accounts}
        selected={scope.accounts}
        onChange={(selected) => setScope({ accounts: selected })}
      />
      <Combobox
        label="regions"
        all="All regions"
        options={regions}
        selected={scope.regions}
        onChange={(selected) => setScope({ regions: selected })}
      />
      {(envs.length > 0 || scope.env.length > 0) && (
        <Combobox
          label="environments"
          all="All environments"
          options={envs}
          selected={scope.env}
          onChange={(selected) => setScope({ env: selected })}
        />
      )}
    </>
  )
}
