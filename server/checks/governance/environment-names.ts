import { valueOr } from '#server/domain/field.ts'
import { DEFAULT_LABEL_KEYS, effectiveLabels } from '#server/domain/labels.ts'
import { platformMade } from '#server/domain/posture/platform-made.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'

const SYNONYMS: readonly (readonly [RegExp, string])[] = [
  [/^(?:prod|prd|production|live)$/, 'production'],
  [/^(?:dev|development|sandbox|sbx|playground)$/, 'development'],
  [/^(?:test|tst|testing|qa|uat|int|integration)$/, 'test'],
  [/^(?:stage|stg|staging|preprod|pre-prod|pre-production)$/, 'staging'],
]

/** One word for an environment, whatever its short form. */
export function environmentName(text: string): string {
  const plain = text.trim().toLowerCase()
  return SYNONYMS.find(([pattern]) => pattern.test(plain))?.[1] ?? plain
}

const NOBODY = { owner: null, environment: null, tags: {} }
const counted = new WeakMap<readonly FunctionRecord[], ReadonlyMap<string, number>>()

/** How many functions each environment has by their own tags, the platform's left out; counted once a list. */
export function environmentsIn(functions: readonly FunctionRecord[]): ReadonlyMap<string, number> {
  const before = counted.get(functions)
  if (before) return before
  const counts = new Map<string, number>()
  for (const fn of functions) {
    const tags = valueOr(fn.tags, {}) ?? {}
    const { env } = effectiveLabels(tags, null, NOBODY, DEFAULT_LABEL_KEYS)
    if (env === null || platformMade(fn) !== null) continue
    const name = environmentName(env)
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  counted.set(functions, counts)
  return counts
}
