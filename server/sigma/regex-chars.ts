/** Characters by their UTF-16 codes. `only` is the one code of a set of one. */
export type CharSet = { holds: (code: number) => boolean; only: number | null }

export function charSet(
  ranges: readonly (readonly [number, number])[],
  isNegated = false,
  sets: readonly CharSet[] = [],
): CharSet {
  const [first] = ranges
  const isOne = !isNegated && sets.length === 0 && ranges.length === 1 && first?.[0] === first?.[1]
  const within = (code: number) =>
    ranges.some(([low, high]) => code >= low && code <= high) || sets.some((set) => set.holds(code))
  const only = isOne ? (first?.[0] ?? null) : null
  if (only !== null) return { holds: (code) => code === only, only }
  return { holds: isNegated ? (code) => !within(code) : within, only: null }
}

/** The set with both cases of its letters. */
export function anyCase(set: CharSet): CharSet {
  return {
    holds: (code) => {
      if (set.holds(code)) return true
      const character = String.fromCharCode(code)
      return (
        set.holds(character.toLowerCase().charCodeAt(0)) || set.holds(character.toUpperCase().charCodeAt(0))
      )
    },
    only: null,
  }
}

const DIGITS = [[48, 57]] as const
const WORD = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
] as const
const SPACE = [
  [9, 13],
  [32, 32],
  [160, 160],
] as const
const CLASSES: Record<string, CharSet> = {
  d: charSet(DIGITS),
  D: charSet(DIGITS, true),
  w: charSet(WORD),
  W: charSet(WORD, true),
  s: charSet(SPACE),
  S: charSet(SPACE, true),
}
const CONTROLS: Record<string, number> = { n: 10, r: 13, t: 9, f: 12, v: 11, 0: 0, e: 27, a: 7 }

const one = (code: number) => charSet([[code, code]])

export const isWordCode = (code: number): boolean => CLASSES.w?.holds(code) ?? false

/** What stands after a backslash; undefined where it is nothing that is known. */
export function setOfEscape(rest: string): { set: CharSet; length: number } | undefined {
  const character = rest[0] ?? ''
  const known = CLASSES[character]
  if (known) return { set: known, length: 1 }
  const control = CONTROLS[character]
  if (control !== undefined) return { set: one(control), length: 1 }
  const hex = /^(?:x([0-9a-f]{2})|u([0-9a-f]{4}))/i.exec(rest)
  if (hex) return { set: one(Number.parseInt(hex[1] ?? hex[2] ?? '0', 16)), length: hex[0].length }
  if (character === '' || /[a-z0-9]/i.test(character)) return undefined
  return { set: one(character.charCodeAt(0)), length: 1 }
}
