import { notApplicable, unknown, unseen } from '#server/checks/secrets/verdicts.ts'
import type { EnvironmentFlag, FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'

/** Names of the variables with a flag, or the verdict that they cannot be told. An empty list: none, and all were seen. */
export function flaggedVariables({ environment }: FunctionRecord, flag: EnvironmentFlag): string[] | Verdict {
  if (environment.state === 'absent') return notApplicable('The function has no environment variables.')
  if (environment.state !== 'known')
    return unseen('Environment variables', environment) ?? unknown('Not read.')
  const { flags, errorCode } = environment.value
  const found = (flags ?? []).filter((one) => one.flag === flag).map(({ name }) => name)
  if (found.length > 0) return found
  if (errorCode !== undefined) return unknown(`Lambda could not decrypt the variables (${errorCode}).`)
  return flags === undefined ? unknown('Not looked for by the version that stored it.') : []
}

/** The function's variables without some of them, as a remedy: their values are not known here. */
export const removeVariables = (names: readonly string[], why: string) => ({
  text: `Remove ${names.join(', ')} from the environment variables. ${why}`,
  cli: null,
  cloudformation: null,
  terraform: null,
})
