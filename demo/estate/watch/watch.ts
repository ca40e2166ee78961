import type { FunctionSpec, Partition } from '#demo/estate/model.ts'
import { once } from '#demo/estate/once.ts'
import { hexFrom } from '#demo/estate/prng.ts'

/** Which of AWS's security services are switched on in an account and region, and what they have to say. */
export type Watch = {
  detectorId: string | undefined
  lambdaProtection: boolean
  inspector: boolean
  securityHub: boolean
  configRecorder: boolean
  analyzers: { arn: string; name: string; type: string }[]
  /** Functions that they say something about. */
  attacked: FunctionSpec[]
  vulnerable: FunctionSpec[]
  open: FunctionSpec[]
  untracked: FunctionSpec[]
}

/** The home account's first region is well watched; the others have GuardDuty, without its part for functions. */
export const watchOf: (partition: Partition) => Watch = once(({ account, region, functions }) => {
  const isWatched = account.home && region === account.regions[0]
  const arn = (name: string) => `arn:aws:access-analyzer:${region}:${account.id}:analyzer/${name}`
  const zipped = functions.filter((fn) => fn.packageType === 'Zip' && fn.cast === undefined)
  return {
    detectorId: functions.length > 0 ? hexFrom(32, account.id, region, 'detector') : undefined,
    lambdaProtection: isWatched,
    inspector: isWatched,
    securityHub: isWatched,
    configRecorder: isWatched,
    analyzers: isWatched
      ? [
          { arn: arn('outside'), name: 'outside', type: 'ACCOUNT' },
          { arn: arn('unused'), name: 'unused', type: 'ACCOUNT_UNUSED_ACCESS' },
        ]
      : [],
    attacked: isWatched ? functions.filter((fn) => fn.cast === 'leak') : [],
    vulnerable: isWatched ? zipped.slice(2, 6) : [],
    open: isWatched ? functions.filter((fn) => fn.url?.authType === 'NONE').slice(0, 3) : [],
    untracked: isWatched ? zipped.slice(6, 9) : [],
  }
})
