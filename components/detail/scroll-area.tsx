import type { ReactNode } from 'react'

/** Content wider or higher than its place; scrolls by itself and can be reached by keyboard. */
export function ScrollArea({
  label,
  className,
  children,
}: {
  label: string
  className?: string
  children: ReactNode
}) {
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      className={`overflow-auto ${className ?? ''}`}
    >
      {children}
    </section>
  )
}
