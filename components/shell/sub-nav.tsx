'use client'
import { usePathname } from 'next/navigation'
import { useEffect, useRef } from 'react'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { cn } from '#components/ui/cn.ts'

type Props = { label: string; pages: readonly { href: string; label: string }[] }

/** The way between the pages of one area. */
export function SubNav({ label, pages }: Props) {
  const pathname = usePathname()
  const nav = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the path decides which page is the current one
  useEffect(() => {
    const here = nav.current?.querySelector<HTMLElement>('[aria-current="page"]')
    if (nav.current && here) nav.current.scrollLeft = here.offsetLeft - nav.current.clientWidth / 3
  }, [pathname])
  return (
    <nav
      ref={nav}
      aria-label={label}
      className="relative mb-3 flex gap-4 overflow-x-auto border-b border-line [scrollbar-width:none]"
    >
      {pages.map(({ href, label: name }) => {
        const isHere = pathname === href
        return (
          <ScopedLink
            key={href}
            href={href}
            aria-current={isHere ? 'page' : undefined}
            className={cn(
              '-mb-px flex h-8 shrink-0 items-center border-b-2 border-transparent text-muted hover:text-text',
              isHere && 'border-accent font-medium text-text',
            )}
          >
            {name}
          </ScopedLink>
        )
      })}
    </nav>
  )
}
