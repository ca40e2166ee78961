import type { ReactNode, Ref } from 'react'
import { cn } from './cn.ts'

type Props = { label: string; className?: string; ref?: Ref<HTMLElement>; children: ReactNode }

/** Content wider or higher than its place; scrolls by itself and can be reached by keyboard. */
export function ScrollArea({ label, className, ref, children }: Props) {
  return (
    <section
      ref={ref}
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
      tabIndex={0}
      className={cn('overflow-auto', className)}
    >
      {children}
    </section>
  )
}
