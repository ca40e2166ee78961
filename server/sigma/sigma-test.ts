import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { ANYWHERE, both, either, type Scope } from './scope.ts'

/** Something that holds of a record or does not. */
export type SigmaTest = { holds: (record: TrailRecord) => boolean; scope: Scope }

export function allOf(tests: readonly SigmaTest[]): SigmaTest {
  const [only] = tests
  if (only && tests.length === 1) return only
  const ordered = tests.map(({ holds }) => holds)
  return {
    holds: (record) => ordered.every((holds) => holds(record)),
    scope: tests.reduce((scope, test) => both(scope, test.scope), ANYWHERE),
  }
}

export function anyOf(tests: readonly SigmaTest[]): SigmaTest {
  const [first, ...others] = tests
  if (!first) return { holds: () => false, scope: ANYWHERE }
  if (others.length === 0) return first
  const ordered = tests.map(({ holds }) => holds)
  return {
    holds: (record) => ordered.some((holds) => holds(record)),
    scope: others.reduce((scope, test) => either(scope, test.scope), first.scope),
  }
}

export function not({ holds }: SigmaTest): SigmaTest {
  return { holds: (record) => !holds(record), scope: ANYWHERE }
}
