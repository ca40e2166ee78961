import type { Severity } from '#server/domain/severity.ts'

type Metrics = ReadonlyMap<string, string>

const WEIGHTS: Record<string, Record<string, number>> = {
  AV: { N: 0.85, A: 0.62, L: 0.55, P: 0.2 },
  AC: { L: 0.77, H: 0.44 },
  UI: { N: 0.85, R: 0.62 },
  impact: { H: 0.56, L: 0.22, N: 0 },
}
const PRIVILEGES = {
  unchanged: { N: 0.85, L: 0.62, H: 0.27 } as Record<string, number>,
  changed: { N: 0.85, L: 0.68, H: 0.5 } as Record<string, number>,
}

/**
 * Base score of a CVSS 3 vector, 0 to 10. A CVSS 4 vector is scored by the same formula over the metrics that both have;
 * undefined for what is neither. Source: CVSS 3.1 specification, section 7.1.
 */
export function baseScore(vector: string): number | undefined {
  const version = /^CVSS:([34])\.\d\//.exec(vector)?.[1]
  if (version === undefined || vector.length > 500) return undefined
  const given = new Map(
    vector
      .split('/')
      .slice(1)
      .map((part) => part.split(':', 2) as [string, string]),
  )
  const metrics = version === '3' ? given : asVersion3(given)
  const isChanged = metrics.get('S') === 'C'
  const weight = (name: string, table = WEIGHTS[name]) => table?.[metrics.get(name) ?? ''] ?? Number.NaN
  const impactOf = (name: string) => 1 - weight(name, WEIGHTS.impact)
  const base = 1 - impactOf('C') * impactOf('I') * impactOf('A')
  const impact = isChanged ? 7.52 * (base - 0.029) - 3.25 * (base - 0.02) ** 15 : 6.42 * base
  const privileges = weight('PR', isChanged ? PRIVILEGES.changed : PRIVILEGES.unchanged)
  const exploitability = 8.22 * weight('AV') * weight('AC') * privileges * weight('UI')
  if (Number.isNaN(impact) || Number.isNaN(exploitability)) return undefined
  if (impact <= 0) return 0
  return roundUp(Math.min(10, (isChanged ? 1.08 : 1) * (impact + exploitability)))
}

function asVersion3(given: Metrics): Metrics {
  const spreads = ['SC', 'SI', 'SA'].some((name) => (given.get(name) ?? 'N') !== 'N')
  const isHard = given.get('AC') === 'H' || given.get('AT') === 'P'
  return new Map([
    ['AV', given.get('AV') ?? ''],
    ['AC', isHard ? 'H' : 'L'],
    ['PR', given.get('PR') ?? ''],
    ['UI', given.get('UI') === 'N' ? 'N' : 'R'],
    ['S', spreads ? 'C' : 'U'],
    ['C', given.get('VC') ?? ''],
    ['I', given.get('VI') ?? ''],
    ['A', given.get('VA') ?? ''],
  ])
}

/** The specification's own rounding, which is free of floating point's errors. */
function roundUp(score: number): number {
  const whole = Math.round(score * 100_000)
  return whole % 10_000 === 0 ? whole / 100_000 : (Math.floor(whole / 10_000) + 1) / 10
}

/** The worst of the vectors in a word; undefined where none can be read. */
export function severityOfVector(vectors: readonly string[]): Severity | undefined {
  const scores = vectors.map(baseScore).filter((score) => score !== undefined)
  if (scores.length === 0) return undefined
  const worst = Math.max(...scores)
  if (worst >= 9) return 'critical'
  if (worst >= 7) return 'high'
  if (worst >= 4) return 'medium'
  return worst > 0 ? 'low' : 'info'
}
