import type { ComponentProps } from 'react'
import { cn } from './cn.ts'

const TONES = {
  neutral: 'text-muted bg-raised border-line',
  accent: 'text-accent bg-accent/10 border-accent/30',
  critical: 'text-critical bg-critical/10 border-critical/35',
  high: 'text-high bg-high/10 border-high/35',
  medium: 'text-medium bg-medium/10 border-medium/35',
  low: 'text-low bg-low/10 border-low/35',
  info: 'text-info bg-info/10 border-info/35',
  firing: 'text-firing bg-firing/10 border-firing/35',
  acknowledged: 'text-acknowledged bg-acknowledged/10 border-acknowledged/35',
  snoozed: 'text-snoozed bg-snoozed/10 border-snoozed/35',
  resolved: 'text-resolved bg-resolved/10 border-resolved/35',
  unknown: 'text-unknown hatched border-line-strong/60',
} as const
export type BadgeTone = keyof typeof TONES

type Props = ComponentProps<'span'> & { tone?: BadgeTone }

/** A short label; tone `unknown` is hatched. */
export function Badge({ tone = 'neutral', className, ...props }: Props) {
  return (
    <span
      className={cn(
        'inline-flex h-5 max-w-full items-center gap-1 whitespace-nowrap rounded-sm border px-1.5 text-micro font-medium',
        TONES[tone],
        className,
      )}
      {...props}
    />
  )
}
