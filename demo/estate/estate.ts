import { makeAccounts, shareFunctions } from './accounts.ts'
import { addFrontDoorGrants } from './front-door/front-door.ts'
import { applyHostility } from './hostile.ts'
import { type IamEstate, makeIam } from './iam.ts'
import { makeFunction } from './make-function.ts'
import type { Account, Partition } from './model.ts'
import { allRegions } from './names.ts'
import { applyShowcase } from './showcase.ts'
import { addInvitedGrants } from './sources/invited.ts'

export type EstateOptions = {
  seed: number
  functions: number
  accounts: number
  hostile: boolean
  disabledRegions: string[]
  anchorMs: number
}

/** All accounts with what is in them; each (account, region) is made when it is first asked for. */
export class Estate {
  readonly accounts: Account[]
  readonly options: EstateOptions
  private readonly shares: Map<string, number>
  private readonly partitions = new Map<string, Partition>()
  private readonly iamByAccount = new Map<string, IamEstate>()
  private readonly monthStartMs: number

  constructor(options: EstateOptions) {
    this.options = options
    this.accounts = makeAccounts(options.seed, options.accounts, options.functions * 0.45)
    this.shares = shareFunctions(this.accounts, options.functions)
    if (options.hostile) this.accounts.push(...makeEmptyAccount(options))
    const anchor = new Date(options.anchorMs)
    this.monthStartMs = Date.UTC(anchor.getUTCFullYear(), anchor.getUTCMonth(), 1)
  }

  account(id: string): Account | undefined {
    return this.accounts.find((account) => account.id === id)
  }

  regionStatus(region: string): string {
    if (this.options.disabledRegions.includes(region)) return 'not-opted-in'
    return allRegions.find(([name]) => name === region)?.[1] ?? 'not-opted-in'
  }

  partition(account: Account, region: string): Partition {
    const key = `${account.id}|${region}`
    const known = this.partitions.get(key)
    if (known) return known
    const home = account.home && region === account.regions[0]
    const count = this.shares.get(key) ?? 0
    const functions = Array.from({ length: count }, (_, index) =>
      makeFunction({
        seed: this.options.seed,
        account,
        region,
        index,
        withCast: home,
        monthStartMs: this.monthStartMs,
      }),
    )
    applyShowcase(functions)
    if (this.options.hostile && home) applyHostility(functions)
    addInvitedGrants(account, region, functions)
    addFrontDoorGrants(account, region, functions)
    const partition: Partition = {
      account,
      region,
      functions,
      byName: new Map(functions.map((fn) => [fn.name, fn])),
      mappings: functions.flatMap((fn) => fn.mappings),
      hostile: this.options.hostile && home,
    }
    this.partitions.set(key, partition)
    return partition
  }

  iam(account: Account): IamEstate {
    const known = this.iamByAccount.get(account.id)
    if (known) return known
    const functions = account.regions.flatMap((region) => this.partition(account, region).functions)
    const iam = makeIam(this.options.seed, account, functions, this.options.hostile && account.home)
    this.iamByAccount.set(account.id, iam)
    return iam
  }
}

function makeEmptyAccount(options: EstateOptions): Account[] {
  const [, ...made] = makeAccounts(options.seed, 2, 0)
  return made.map((account) => ({
    ...account,
    id: '555566667777',
    name: 'empty',
    env: 'dev' as const,
    externalId: 'sightline-empty-00001',
    roleArn: 'arn:aws:iam::555566667777:role/SightlineReadOnly',
  }))
}
