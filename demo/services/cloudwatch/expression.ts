import { type Range, type Series, validation } from './series.ts'

type Value = { series: Series; periodMs: number } | number
export type Lookup = (id: string) => { series: Series; periodMs: number }

/** Works out a metric math expression: `+ - * /`, parentheses, numbers, ids and FILL(id, number). Anything else is refused. */
export function evaluate(
  expression: string,
  lookup: Lookup,
  range: Range,
): { series: Series; periodMs: number } {
  const tokens = expression.match(/[A-Za-z_]\w*|\d+(?:\.\d+)?|[-+*/(),]|\S/g) ?? []
  let at = 0
  const fail = () => validation(`Error in expression '${expression}': Unsupported or invalid syntax`)
  const expect = (token: string) => {
    if (tokens[at++] !== token) throw fail()
  }
  const atom = (): Value => {
    const token = tokens[at++] ?? ''
    if (token === '-') return combine('-', 0, atom())
    if (token === '(') {
      const inner = sum()
      expect(')')
      return inner
    }
    if (/^\d/.test(token)) return Number(token)
    if (token === 'FILL' && tokens[at] === '(') {
      at++
      const inner = sum()
      expect(',')
      const by = sum()
      expect(')')
      if (typeof inner === 'number' || typeof by !== 'number') throw fail()
      return fill(inner, by, range)
    }
    if (!/^[a-z]\w*$/.test(token)) throw fail()
    return lookup(token)
  }
  const product = (): Value => {
    let left = atom()
    while (tokens[at] === '*' || tokens[at] === '/') left = combine(tokens[at++] ?? '', left, atom())
    return left
  }
  const sum = (): Value => {
    let left = product()
    while (tokens[at] === '+' || tokens[at] === '-') left = combine(tokens[at++] ?? '', left, product())
    return left
  }
  const result = sum()
  if (at < tokens.length || typeof result === 'number') throw fail()
  return result
}

function apply(operator: string, a: number, b: number): number {
  if (operator === '+') return a + b
  if (operator === '-') return a - b
  return operator === '*' ? a * b : a / b
}

function combine(operator: string, a: Value, b: Value): Value {
  if (typeof a === 'number' && typeof b === 'number') return apply(operator, a, b)
  const out: Series = { timesMs: [], values: [] }
  const base = typeof a === 'number' ? b : a
  if (typeof base === 'number') return base
  const right =
    typeof b === 'number' ? undefined : new Map(b.series.timesMs.map((t, i) => [t, b.series.values[i]]))
  base.series.timesMs.forEach((timeMs, i) => {
    const own = base.series.values[i] ?? 0
    const x = typeof a === 'number' ? a : own
    const y = typeof b === 'number' ? b : (right?.get(timeMs) ?? Number.NaN)
    const value = apply(operator, x, y)
    if (!Number.isFinite(value)) return
    out.timesMs.push(timeMs)
    out.values.push(value)
  })
  return { series: out, periodMs: base.periodMs }
}

function fill({ series, periodMs }: { series: Series; periodMs: number }, by: number, range: Range): Value {
  const known = new Map(series.timesMs.map((timeMs, i) => [timeMs, series.values[i] ?? by]))
  const out: Series = { timesMs: [], values: [] }
  for (let t = Math.floor(range.startMs / periodMs) * periodMs; t < range.endMs; t += periodMs) {
    out.timesMs.push(t)
    out.values.push(known.get(t) ?? by)
  }
  return { series: out, periodMs }
}
