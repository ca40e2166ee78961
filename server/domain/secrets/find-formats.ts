import { KEY_FORMATS, MARKED_FORMATS } from './key-formats.ts'
import { isMadeUp } from './not-a-secret.ts'

/** A secret's place in a text. Its characters are in no result: only where they begin and end. */
export type FoundSecret = {
  detector: string
  confidence: 'certain' | 'likely'
  start: number
  end: number
}

type Compiled = { id: string; prefix: string; pattern: RegExp }

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')
const isWordBefore = (text: string, at: number) => at > 0 && /[A-Za-z0-9_]/.test(text[at - 1] ?? '')

const BY_PREFIX: ReadonlyMap<string, Compiled[]> = Map.groupBy(
  KEY_FORMATS.flatMap(({ id, prefix, rest }) =>
    prefix.map((one): Compiled => {
      const pattern = new RegExp(`${escaped(one)}(?:${rest})(?![A-Za-z0-9])`, 'y')
      return { id, prefix: one, pattern }
    }),
  ),
  ({ prefix }) => prefix,
)
const PREFIXES = [...BY_PREFIX.keys()].sort((a, b) => b.length - a.length)
const BY_BEGINNING = Map.groupBy(PREFIXES, (prefix) => prefix.slice(0, 2))
const ANY_PREFIX = new RegExp(PREFIXES.map(escaped).join('|'), 'g')
const MARKED = MARKED_FORMATS.map((format) => ({
  ...format,
  pattern: new RegExp(`(?<![A-Za-z0-9_])(?:${format.pattern})(?![A-Za-z0-9])`, 'g'),
}))
const LONGEST_REST = 128

/** Names of signed requests' parameters, in which the access key's id stands by design. */
const SIGNED_REQUEST = /(?:X-Amz-Credential|AWSAccessKeyId|Credential)=$/i

/** Keys whose form alone says whose they are. */
export function* findFormats(text: string): Generator<FoundSecret> {
  ANY_PREFIX.lastIndex = 0
  for (;;) {
    const from = ANY_PREFIX.lastIndex
    const hit = ANY_PREFIX.exec(text)
    if (!hit) break
    const found = formatAt(text, hit.index)
    if (found) yield found
    ANY_PREFIX.lastIndex = Math.max(from + 1, found?.end ?? hit.index + 1)
  }
  for (const { id, marker, before, pattern } of MARKED) {
    let reached = 0
    for (let at = text.indexOf(marker); at >= 0; at = text.indexOf(marker, at + 1)) {
      if (at < reached) continue
      const start = Math.max(0, at - before - 1)
      const window = text.slice(start, at + LONGEST_REST)
      pattern.lastIndex = 0
      const match = pattern.exec(window)
      if (!match || isMadeUp(match[0])) continue
      reached = start + match.index + match[0].length
      yield { detector: id, confidence: 'certain', start: start + match.index, end: reached }
    }
  }
}

function formatAt(text: string, start: number): FoundSecret | undefined {
  if (isWordBefore(text, start)) return undefined
  for (const prefix of BY_BEGINNING.get(text.slice(start, start + 2)) ?? []) {
    if (!text.startsWith(prefix, start)) continue
    for (const { id, pattern } of BY_PREFIX.get(prefix) ?? []) {
      pattern.lastIndex = start
      const match = pattern.exec(text)?.[0]
      if (match === undefined || isMadeUp(match)) continue
      if (id === 'aws-access-key' && SIGNED_REQUEST.test(text.slice(Math.max(0, start - 24), start))) continue
      return { detector: id, confidence: 'certain', start, end: start + match.length }
    }
  }
  return undefined
}
