import type { Tone } from './chart-types.ts'

const TONES: Record<Tone, string> = {
  error: 'var(--color-error)',
  timeout: 'var(--color-timeout)',
  throttle: 'var(--color-throttle)',
  limit: 'var(--color-limit)',
  accent: 'var(--color-accent)',
  faint: 'var(--color-line-strong)',
  neutral: 'var(--color-muted)',
  critical: 'var(--color-critical)',
  high: 'var(--color-high)',
  medium: 'var(--color-medium)',
  low: 'var(--color-low)',
  info: 'var(--color-info)',
  'series-1': 'var(--color-series-1)',
  'series-2': 'var(--color-series-2)',
  'series-3': 'var(--color-series-3)',
  'series-4': 'var(--color-series-4)',
  'series-5': 'var(--color-series-5)',
  'series-6': 'var(--color-series-6)',
}

export function toneColor(tone: Tone): string {
  return TONES[tone]
}

export const SERIES_TONES: readonly Tone[] = [
  'series-1',
  'series-2',
  'series-3',
  'series-4',
  'series-5',
  'series-6',
]
