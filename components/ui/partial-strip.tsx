'use client'
import { TriangleAlert } from 'lucide-react'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { visibleText } from '#server/domain/text.ts'

/** A thin strip that says what could not be looked at; each sentence links to where it is explained. */
export function PartialStrip({ items }: { items: { text: string; href: string }[] }) {
  const [first, ...rest] = items
  if (!first) return null
  return (
    <div className="flex items-start border-b border-line bg-raised text-table">
      <span aria-hidden className="hatched flex shrink-0 items-start self-stretch px-4 pt-1.5 sm:px-4">
        <TriangleAlert size={13} className="text-medium" />
      </span>
      <p className="min-w-0 break-words py-1 pr-4 pl-1">
        <ScopedLink href={first.href} className="underline decoration-line-strong underline-offset-2">
          {visibleText(first.text)}
        </ScopedLink>
        {rest.length > 0 && (
          <ScopedLink
            href="/settings/coverage"
            className="ml-2 whitespace-nowrap text-muted hover:text-text"
            title={rest.map((item) => visibleText(item.text)).join('\n')}
          >
            and {rest.length} more
          </ScopedLink>
        )}
      </p>
    </div>
  )
}
