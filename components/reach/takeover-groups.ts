import type { Takeover } from '#server/domain/access/access.ts'

/** The ways to take a function over, those of one principal together, in the order in which they came. */
export function byPrincipal(takeovers: Takeover[]): [Takeover, ...Takeover[]][] {
  const groups = new Map<string, [Takeover, ...Takeover[]]>()
  for (const one of takeovers) {
    const group = groups.get(one.principalArn)
    if (group) group.push(one)
    else groups.set(one.principalArn, [one])
  }
  return [...groups.values()]
}
