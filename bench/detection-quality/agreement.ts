import { DETECTIONS } from '#server/detections/index.ts'
import { judged } from './fires.ts'
import type { RuleTest } from './labelled.ts'
import { PUBLIC_RULES } from './public-rules.ts'

export type Agreement = {
  rule: string
  ours: readonly string[]
  agreed: number
  tests: number
  differ: string[]
  outside: { tests: number; why: string } | null
}

const byId = new Map(DETECTIONS.map((detection) => [detection.id, detection]))

/** For each public rule, in how many of its tests the detections that mean the same say the same. */
export function agreementOf(tests: readonly RuleTest[]): Agreement[] {
  return [...Map.groupBy(tests, ({ rule }) => rule)].map(([rule, all]) => {
    const known = PUBLIC_RULES[rule]
    if (!known) throw new Error(`${rule} is in no table`)
    if ('outside' in known)
      return {
        rule,
        ours: [],
        agreed: 0,
        tests: 0,
        differ: [],
        outside: { tests: all.length, why: known.outside },
      }
    const detections = known.ours.flatMap((id) => byId.get(id) ?? [])
    const missing = known.ours.filter((id) => !byId.has(id)).map((id) => `there is no ${id}`)
    const inside = all.filter(({ record }) => !known.except?.names.includes(record.eventName))
    const learned = new Set(
      all
        .filter((_, place) => known.known?.includes(place))
        .flatMap(({ record }) => detections.map((one) => judged(one, record, known.settings?.[one.id]))),
    )
    const differ = inside.filter(({ record, expected }) => {
      const said = detections.map((one) => judged(one, record, known.settings?.[one.id]))
      return said.some((one) => one !== undefined && !learned.has(one)) !== expected
    })
    const left = all.length - inside.length
    return {
      rule,
      ours: known.ours,
      agreed: inside.length - differ.length,
      tests: inside.length,
      differ: [
        ...missing,
        ...differ.map(({ test, expected }) => `${test} (${expected ? 'fires' : 'quiet'} there)`),
      ],
      outside: left > 0 && known.except ? { tests: left, why: known.except.why } : null,
    }
  })
}
