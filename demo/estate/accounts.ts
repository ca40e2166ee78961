import type { Account } from './model.ts'
import { regionsInUse } from './names.ts'
import { Chance } from './prng.ts'

const named = [
  ['111122223333', 'production', 'prod'],
  ['444455556666', 'staging', 'staging'],
  ['777788889999', 'data-platform', 'prod'],
  ['222233334444', 'sandbox', 'dev'],
] as const

export const readOnlyRole = 'SightlineReadOnly'

function limitFor(functions: number): number {
  if (functions <= 150) return 1_000
  if (functions <= 600) return 3_000
  return functions <= 3_500 ? 10_000 : 20_000
}

/** The first account is the one whose long-lived key is handed out; the others are reached by AssumeRole. */
export function makeAccounts(seed: number, count: number, homeFunctions: number): Account[] {
  return Array.from({ length: count }, (_, i) => {
    const [id, name, env] = named[i] ?? [
      `${new Chance(seed, 'account', i).int(300_000, 999_999)}${String(100_000 + i)}`,
      `team-${i + 1}`,
      'dev' as const,
    ]
    return {
      id,
      name,
      env,
      home: i === 0,
      regions: [...regionsInUse],
      ...(i === 0
        ? {}
        : { externalId: `sightline-${name}-${new Chance(seed, 'external', i).int(10_000, 99_999)}` }),
      roleArn: `arn:aws:iam::${id}:role/${readOnlyRole}`,
      concurrencyLimit: limitFor(i === 0 ? homeFunctions : homeFunctions / 2),
    }
  })
}

/** The first account is the largest, each further one somewhat smaller: of two, the first has 60 %; of twenty, 15 %. */
const sizeOf = (rank: number) => (rank + 1) ** -Math.log2(1.5)

/** How many functions each (account, region) gets; the shares add up to `total`. */
export function shareFunctions(accounts: Account[], total: number): Map<string, number> {
  const weights = accounts.flatMap((account, i) =>
    account.regions.map((region, r) => ({
      key: `${account.id}|${region}`,
      weight: sizeOf(i) * (r === 0 ? 0.7 : 0.3),
    })),
  )
  const sum = weights.reduce((all, { weight }) => all + weight, 0)
  const shares = new Map<string, number>()
  let left = total
  for (const { key, weight } of weights.slice(1)) {
    const share = Math.min(left, Math.floor((total * weight) / sum))
    shares.set(key, share)
    left -= share
  }
  const first = weights[0]
  if (first) shares.set(first.key, left)
  return shares
}
