'use client'
import { TriangleAlert } from 'lucide-react'
import { ScopedLink } from '#components/scope/scoped-link.tsx'
import { visibleText } from '#server/domain/text.ts'

/** A thin strip that says what could not be looked at; each sentence links to where it is explained. */
export function PartialStrip({ items }: { items: { text: string; href: string }[] }) {
  const [first, ...rest] = items
  if (!first) return null
  return (
    <div className="flex items-start gap-2 border-b border-line hatched bg-raised px-4 py-1 text-table">
      <TriangleAlert size={13} className="mt-0.5 shrink-0 text-medium" aria-hidden />
      <p className="min-w-0 break-words">
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
