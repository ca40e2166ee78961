/** The first and the last bar that are chosen. */
export type Brush = { from: number; to: number }

export type BrushKey = { key: string; shiftKey: boolean }

const clamp = (value: number, count: number) => Math.max(0, Math.min(count - 1, value))

/**
 * What a key makes of a brush over `count` bars: arrows move it, with Shift they widen or narrow its end, Home and End go
 * to the ends. undefined: the key is none of them.
 */
export function moveBrush(brush: Brush, { key, shiftKey }: BrushKey, count: number): Brush | undefined {
  const step = { ArrowLeft: -1, ArrowRight: 1, PageUp: -10, PageDown: 10 }[key]
  if (key === 'Home') return shiftKey ? { ...brush, from: 0 } : { from: 0, to: 0 }
  if (key === 'End') return shiftKey ? { ...brush, to: count - 1 } : { from: count - 1, to: count - 1 }
  if (step === undefined) return undefined
  if (shiftKey) return { ...brush, to: Math.max(brush.from, clamp(brush.to + step, count)) }
  const width = brush.to - brush.from
  const from = Math.min(clamp(brush.from + step, count), count - 1 - width)
  return { from, to: from + width }
}
