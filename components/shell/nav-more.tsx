'use client'
import { Ellipsis } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { cn } from '#components/ui/cn.ts'
import { Menu, MenuContent, MenuItem, MenuTrigger } from '#components/ui/menu.tsx'
import { isCurrent, MORE_ITEMS } from './nav-items.ts'

/** The pages that have no place in a phone's bar; named after the one that is open. */
export function NavMore() {
  const pathname = usePathname()
  const open = MORE_ITEMS.find((item) => isCurrent(item.href, pathname))
  const Icon = open?.icon ?? Ellipsis
  return (
    <Menu modal={false}>
      <MenuTrigger
        aria-label={open ? `More pages; ${open.label} is open` : 'More pages'}
        className={cn(
          'flex h-13 min-w-0 flex-1 flex-col items-center justify-center gap-0.5 text-micro',
          open ? 'font-medium text-accent' : 'text-muted',
        )}
      >
        <Icon size={17} aria-hidden />
        <span className="max-w-full truncate">{open?.label ?? 'More'}</span>
      </MenuTrigger>
      <MenuContent align="end" side="top" aria-label="More pages">
        {MORE_ITEMS.map(({ href, label, icon: Icon }) => (
          <MenuItem key={href} asChild className="min-h-10">
            <ScopedLink href={href} aria-current={href === open?.href ? 'page' : undefined}>
              <Icon size={15} aria-hidden />
              {label}
            </ScopedLink>
          </MenuItem>
        ))}
      </MenuContent>
    </Menu>
  )
}
