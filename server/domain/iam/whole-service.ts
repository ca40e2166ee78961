import type { CompiledStatement } from './compiled-policy.ts'
import { compileGlob, coversGlob, overlapsGlob } from './glob.ts'

/** Whether a wildcard of the statement, or its NotAction, takes in every action of a service, of today and to come. */
export function takesWholeService({ actions, notActions }: CompiledStatement, service: string): boolean {
  const whole = compileGlob(`${service.toLowerCase()}:*`)
  if (notActions.length > 0) return !notActions.some((glob) => overlapsGlob(glob, whole))
  return actions.some((glob) => coversGlob(glob, whole))
}
