import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

type Rgb = [number, number, number]
type Theme = 'light' | 'dark'

const css = readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8')
const tokens = new Map<string, Record<Theme, string>>()
for (const [, name, light, dark] of css.matchAll(
  /--color-([\w-]+):\s*light-dark\((#\w{6,8}),\s*(#\w{6,8})\)/g,
)) {
  if (name && light && dark) tokens.set(name, { light, dark })
}

function rgb(token: string, theme: Theme): Rgb {
  const hex = tokens.get(token)?.[theme]
  if (!hex) throw new Error(`no token ${token}`)
  const part = (at: number) => Number.parseInt(hex.slice(at, at + 2), 16)
  return [part(1), part(3), part(5)]
}

function luminance(colour: Rgb): number {
  const [r = 0, g = 0, b = 0] = colour.map((value) => {
    const share = value / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: Rgb, b: Rgb): number {
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (high + 0.05) / (low + 0.05)
}

/** `share` of the first over the second, in sRGB. */
function over(top: Rgb, share: number, bottom: Rgb): Rgb {
  const mix = (i: 0 | 1 | 2) => top[i] * share + bottom[i] * (1 - share)
  return [mix(0), mix(1), mix(2)]
}

const THEMES: Theme[] = ['light', 'dark']
const GROUNDS = ['bg', 'surface', 'raised', 'hover']
const TEXTS = ['text', 'muted', 'faint', 'accent']
const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info']
const STATES = ['firing', 'acknowledged', 'snoozed', 'resolved', 'unknown']
const SERIES = ['1', '2', '3', '4', '5', '6', '7'].map((n) => `series-${n}`)

/** WCAG 2.2: 4.5 for text (1.4.3), 3 for graphics and controls (1.4.11). */
describe.each(THEMES)('contrast of the %s theme', (theme) => {
  const of = (token: string) => rgb(token, theme)

  it.each(TEXTS.flatMap((text) => GROUNDS.map((ground) => [text, ground])))('%s on %s', (text, ground) => {
    expect(contrast(of(text), of(ground))).toBeGreaterThanOrEqual(4.5)
  })

  it.each([...SEVERITIES, ...STATES, 'accent'])('%s as text, plain and in its badge', (token) => {
    for (const ground of GROUNDS) {
      expect(contrast(of(token), of(ground)), ground).toBeGreaterThanOrEqual(4.5)
      const badge = over(of(token), 0.1, of(ground))
      expect(contrast(of(token), badge), `badge on ${ground}`).toBeGreaterThanOrEqual(4.5)
    }
    expect(contrast(of(token), of('hatch')), 'where a hatch line crosses').toBeGreaterThanOrEqual(3)
  })

  it('words on the accent button', () => {
    expect(contrast(of('on-accent'), of('accent-strong'))).toBeGreaterThanOrEqual(4.5)
  })

  it.each([...SERIES, 'error', 'timeout', 'throttle', 'limit', 'line-strong', 'accent'])(
    '%s as a line or a border on a card',
    (token) => {
      expect(contrast(of(token), of('surface'))).toBeGreaterThanOrEqual(3)
      expect(contrast(of(token), of('bg'))).toBeGreaterThanOrEqual(3)
    },
  )
})

it('green means resolved only: unknown is grey', () => {
  for (const theme of THEMES) {
    const [r, g, b] = rgb('unknown', theme)
    expect(Math.max(r, g, b) - Math.min(r, g, b)).toBeLessThan(32)
  }
})
