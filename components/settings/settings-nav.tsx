'use client'
import { usePathname } from 'next/navigation'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { PageHeader } from '#components/shell/page-header.tsx'
import { cn } from '#components/ui/cn.ts'

const PAGES = [
  { href: '/settings/accounts', label: 'Accounts' },
  { href: '/settings/coverage', label: 'Coverage' },
  { href: '/settings/users', label: 'Users' },
  { href: '/settings/tokens', label: 'API tokens' },
  { href: '/settings/api', label: 'API reference' },
]

/** The settings' title and the way between its pages. */
export function SettingsNav() {
  const pathname = usePathname()
  return (
    <>
      <PageHeader title="Settings" />
      <nav
        aria-label="Settings"
        className="mb-4 flex gap-4 overflow-x-auto border-b border-line [scrollbar-width:none]"
      >
        {PAGES.map((page) => {
          const isHere = pathname === page.href
          return (
            <ScopedLink
              key={page.href}
              href={page.href}
              aria-current={isHere ? 'page' : undefined}
              className={cn(
                '-mb-px flex h-8 shrink-0 items-center border-b-2 border-transparent text-muted hover:text-text',
                isHere && 'border-accent font-medium text-text',
              )}
            >
              {page.label}
            </ScopedLink>
          )
        })}
      </nav>
    </>
  )
}
