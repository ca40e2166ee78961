'use client'
import { usePathname } from 'next/navigation'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { cn } from '#components/ui/cn.ts'
import { FiringCount } from './firing-count.tsx'
import { BAR_ITEMS, isCurrent } from './nav-items.ts'
import { NavMore } from './nav-more.tsx'

/** Navigation on phones: the pages that are wanted most, and the rest under More. */
export function BottomBar() {
  const pathname = usePathname()
  return (
    <nav
      aria-label="Main"
      className="fixed inset-x-0 bottom-0 z-20 flex border-t border-line bg-surface pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {BAR_ITEMS.map(({ href, label, icon: Icon }) => {
        const current = isCurrent(href, pathname)
        return (
          <ScopedLink
            key={href}
            href={href}
            aria-current={current ? 'page' : undefined}
            className={cn(
              'relative flex h-13 flex-1 flex-col items-center justify-center gap-0.5 text-micro',
              current ? 'font-medium text-accent' : 'text-muted',
            )}
          >
            <Icon size={17} aria-hidden />
            {label}
            {label === 'Alerts' && <FiringCount className="absolute left-1/2 top-0.5 ml-1.5" />}
          </ScopedLink>
        )
      })}
      <NavMore />
    </nav>
  )
}
