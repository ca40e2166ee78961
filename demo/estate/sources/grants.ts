import type { FunctionSpec } from '#demo/estate/model.ts'
import { hash32, unit } from '#demo/estate/prng.ts'

/** The sources that a function's resource policy lets a service invoke it from; those without a SourceArn are left out. */
export function grantedSources(fn: FunctionSpec, service: string): string[] {
  return fn.statements.flatMap(({ Principal, Condition }) => {
    const principal = (Principal as { Service?: unknown } | undefined)?.Service
    const source = Condition?.ArnLike?.['AWS:SourceArn']
    return principal === `${service}.amazonaws.com` && typeof source === 'string' ? [source] : []
  })
}

/** A number from 0 to 1 that depends on what it is drawn for alone. */
export function fate(...what: string[]): number {
  return unit(hash32(...what))
}
