import { invokesOf } from '#server/domain/access/means.ts'
import { type ControlPrincipal, controlsOf } from '#server/domain/access/takeovers.ts'
import { evaluate } from '#server/domain/iam/evaluate.ts'
import { compileGlob, type Glob, matchesGlob } from '#server/domain/iam/glob.ts'
import { principalPolicies } from '#server/domain/iam/principal-policies.ts'
import type { ScpLevels } from '#server/domain/iam/service-control-policies.ts'
import type { Invoker } from '#server/domain/reach/reach-input.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'

type InvokerGlobs = { held: ControlPrincipal; globs: Glob[] }

/** What the roles and users of one account come to for its functions. */
export type EstatePrincipals = {
  complete: boolean
  rolesComplete: boolean
  /** Those that may invoke some function. */
  invokers: InvokerGlobs[]
  /** Those that hold an action by which a function is changed, or whose policies were not all seen. */
  controlling: ControlPrincipal[]
  unseen: string[]
}

/** Compiles the policies of an account's roles and users, once. */
export function principalsOf(
  records: readonly ResourceRecord[],
  scps: ScpLevels,
  seen: { roles: boolean; users: boolean },
): EstatePrincipals {
  const held = records.flatMap((record): ControlPrincipal[] =>
    record.kind === 'role' || record.kind === 'user'
      ? [{ record, principal: principalPolicies(record, scps) }]
      : [],
  )
  const blind = held.filter(({ principal }) => principal.identityUnseen)
  return {
    complete: seen.roles && seen.users,
    rolesComplete: seen.roles,
    invokers: held.flatMap((one): InvokerGlobs[] => {
      const patterns = invokesOf(one.principal)
      if (patterns.length === 0) return []
      return [{ held: one, globs: patterns.map(({ pattern }) => compileGlob(pattern.toLowerCase())) }]
    }),
    controlling: held.filter(({ principal }) => principal.identityUnseen || controlsOf(principal).length > 0),
    unseen: [
      ...(seen.users ? [] : ['Not all IAM users were read: some may invoke it by their own policies.']),
      ...(blind.length > 0 ? [`Not all policies of ${blind.length} roles and users could be read.`] : []),
    ],
  }
}

/** The principals whose own policies let them invoke a function. */
export function invokersFor(candidates: readonly InvokerGlobs[], functionArn: string): Invoker[] {
  const arn = functionArn.toLowerCase()
  return candidates.flatMap(({ held: { record, principal }, globs }) => {
    if (!globs.some((glob) => matchesGlob(glob, arn) === 'true')) return []
    const { effect, conditional, by } = evaluate(principal, {
      action: 'lambda:InvokeFunction',
      resource: functionArn,
    })
    if (effect !== 'allowed' && effect !== 'unknown') return []
    return [
      {
        arn: record.arn,
        name: record.name,
        conditional: conditional || effect === 'unknown',
        quote: by[0]?.quote ?? null,
      },
    ]
  })
}
