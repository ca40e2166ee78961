'use client'
import { PanelLeftClose, PanelLeftOpen } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { Button } from '#components/ui/button.tsx'
import { cn } from '#components/ui/cn.ts'
import { FiringCount } from './firing-count.tsx'
import { Logo } from './logo.tsx'
import { beginsGroup, isCurrent, NAV_ITEMS } from './nav-items.ts'
import { UserMenu } from './user-menu.tsx'

type Props = { collapsed: boolean; onCollapse: (collapsed: boolean) => void; onHelp: () => void }

/** Navigation at the left from 768 px on: 200 px, or 48 px when collapsed. */
export function Rail({ collapsed, onCollapse, onHelp }: Props) {
  const pathname = usePathname()
  const Fold = collapsed ? PanelLeftOpen : PanelLeftClose
  return (
    <aside
      className={cn(
        'sticky top-0 hidden h-dvh shrink-0 flex-col border-r border-line bg-surface md:flex',
        collapsed ? 'w-12' : 'w-[200px]',
      )}
    >
      <div
        className={cn(
          'flex h-11 items-center gap-2 border-b border-line',
          collapsed ? 'justify-center' : 'px-3',
        )}
      >
        <Logo />
        {!collapsed && <span className="font-semibold tracking-tight">Sightline</span>}
      </div>
      <nav aria-label="Main" className="grid gap-0.5 overflow-y-auto p-1.5">
        {NAV_ITEMS.map((item) => {
          const { href, label, icon: Icon } = item
          const current = isCurrent(href, pathname)
          return (
            <ScopedLink
              key={href}
              href={href}
              aria-current={current ? 'page' : undefined}
              title={collapsed ? label : undefined}
              className={cn(
                'relative flex h-8 items-center gap-2.5 rounded-md px-2.5',
                beginsGroup(item) &&
                  'mt-2.5 before:absolute before:inset-x-1 before:-top-1.5 before:border-t before:border-line',
                current ? 'bg-hover font-medium text-text' : 'text-muted hover:bg-hover hover:text-text',
              )}
            >
              <Icon size={15} aria-hidden className={cn('shrink-0', current && 'text-accent')} />
              <span className={collapsed ? 'sr-only' : 'flex-1'}>{label}</span>
              {label === 'Alerts' && <FiringCount className={collapsed ? 'absolute -right-1 -top-1' : ''} />}
            </ScopedLink>
          )
        })}
      </nav>
      <div
        className={cn('mt-auto flex gap-1 border-t border-line p-1.5', collapsed && 'flex-col items-center')}
      >
        <UserMenu wide={!collapsed} onHelp={onHelp} />
        <Button
          variant="ghost"
          size="icon"
          aria-label={collapsed ? 'Widen the navigation' : 'Narrow the navigation'}
          title={collapsed ? 'Widen the navigation' : 'Narrow the navigation'}
          onClick={() => onCollapse(!collapsed)}
        >
          <Fold size={15} />
        </Button>
      </div>
    </aside>
  )
}
