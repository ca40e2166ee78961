import { InvalidInputError } from '#server/errors.ts'
import type { Context } from '#server/services/context.ts'
import { placeConditions, resolveScope } from '#server/services/scope/resolve-scope.ts'
import type { ScopeQuery } from '#server/services/scope.schema.ts'
import { type Sql, sql } from '#server/store/sql.ts'

/** Conditions on `t` (check_tally, finding, assessment): accounts and regions. Verdicts are not kept by environment. */
export function tallyScope(context: Context, query: ScopeQuery): Sql[] {
  const scope = resolveScope(context, query)
  if (scope.envs && scope.envs.length > 20) throw new InvalidInputError('Too many environments.')
  return placeConditions(scope, sql`t`, 'global')
}
