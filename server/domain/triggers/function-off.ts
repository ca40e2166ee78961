import { valueOr } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'

/** Why the function itself, or the qualifier that is called, runs nothing whatever its source does; null where it runs. */
export function functionOff(fn: FunctionRecord, qualifier: string | null): string | null {
  if (valueOr<string>(fn.state, '') === 'Failed') return 'the function is in state Failed'
  if (valueOr<number | null>(fn.reservedConcurrency, null) === 0) {
    return 'its reserved concurrency is 0: every invocation is throttled'
  }
  if (qualifier === null) return null
  return qualifierExists(fn, qualifier) === false ? `it has no alias or version ${qualifier}` : null
}

/** Whether an alias or version is there; undefined where the lists were not seen. */
export function qualifierExists(fn: FunctionRecord, qualifier: string): boolean | undefined {
  const aliases = valueOr(fn.aliases, [])
  const versions = valueOr(fn.versions, [])
  if (aliases?.some((alias) => alias.name === qualifier)) return true
  if (versions?.some((version) => version.version === qualifier)) return true
  const isVersion = /^\d+$/.test(qualifier)
  return (isVersion ? versions : aliases) === undefined ? undefined : false
}

/** Words to add where the function sleeps: the first invocation wakes it. */
export function inactiveNote(fn: FunctionRecord): string {
  return valueOr<string>(fn.state, '') === 'Inactive'
    ? '; the function is Inactive until an invocation wakes it'
    : ''
}
