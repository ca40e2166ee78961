import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Verdict } from '#server/domain/verdict.ts'
import { notApplicable, unknown, unseen } from './verdicts.ts'

/** Names of the environment variables that hold the address of a database, or the verdict where none can be told. */
export function databaseVariables({
  environment,
}: FunctionRecord): { names: string[] } | { verdict: Verdict } {
  if (environment.state === 'absent') return { verdict: notApplicable('It has no environment variables.') }
  if (environment.state !== 'known')
    return { verdict: unknown(unseen('Environment variables', environment) ?? 'They were not seen.') }
  const { flags, errorCode } = environment.value
  if (errorCode)
    return { verdict: unknown(`Its environment variables could not be decrypted: ${errorCode}.`) }
  if (!flags) return { verdict: unknown('What its environment variables hold was not looked at yet.') }
  return { names: flags.filter(({ flag }) => flag === 'database-endpoint').map(({ name }) => name) }
}
