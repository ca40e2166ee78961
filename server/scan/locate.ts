import { isObject } from '#server/domain/json.ts'
import type { Evidence } from '#server/domain/verdict.ts'
import type { Located } from './records/stack.ts'
import { type Place, placeOf } from './source/places.ts'

const plain = (text: string) => text.toLowerCase().replace(/[^a-z0-9]/g, '')
const MAX_SEEN = 20_000

type Member = { key: string; value: unknown; place: Place }

/** All members below a value whose places are known, outermost first. */
function* membersOf(root: object): Generator<Member> {
  const open: object[] = [root]
  let seen = 0
  for (let node = open.shift(); node && seen < MAX_SEEN; node = open.shift()) {
    for (const [key, value] of Object.entries(node)) {
      seen += 1
      const place = placeOf(node, key)
      if (place) yield { key, value, place }
      if (isObject(value) || Array.isArray(value)) open.push(value)
    }
  }
}

/** How well a member fits what a check showed: by its name, by its value, or as a part of what was shown. */
function fitOf({ key, value }: Member, evidence: Evidence): number {
  const [label, name] = [plain(evidence.label), plain(key)]
  const isScalar = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  const text = isScalar ? String(value) : ''
  const shown = `${evidence.label} ${evidence.value}`
  const isShown = text.length > 2 && shown.includes(text)
  const names = name.length > 2 && label !== '' && (name === label || label.endsWith(name)) ? 2 : 0
  if (text.length > 2 && (evidence.value === text || evidence.label === text)) return names + 3
  // `AuthType NONE` names the property and its value.
  if (isShown && key.length > 3 && shown.includes(key)) return names + 4
  return names + (isShown && text.length > 5 ? 1 : 0)
}

/** Where what a check showed is written: the property that fits best, else the resource. */
export function locate({ place, written }: Located, evidence: readonly Evidence[]): Place {
  let best: { place: Place; score: number } = { place, score: 0 }
  for (const one of evidence)
    for (const root of written)
      for (const member of membersOf(root)) {
        const score = fitOf(member, one)
        if (score > best.score) best = { place: member.place, score }
      }
  return best.place
}
