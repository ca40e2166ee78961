import { z } from 'zod'
import { parseArn } from '#server/domain/arn.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import { representativesOf } from '#server/domain/reach/representative-callers.ts'
import type { Caller } from '#server/domain/triggers/admission.ts'
import type { Evidence } from '#server/domain/verdict.ts'
import { type Asked, openTo, quotes } from './openness.ts'
import { neighbourhoodAround, organizationState } from './organization-around.ts'

export const TRUSTED_ACCOUNTS = z.object({
  trustedAccounts: z
    .array(z.string().regex(/^\d{12}$/))
    .default([])
    .describe('Ids of accounts outside the organisation that may have access'),
})

/** Somebody of another account whom a policy lets in. */
export type Outsider = {
  who: string
  accountId: string | null
  trust: 'organisation' | 'trusted' | 'unknown' | 'outside'
  evidence: Evidence[]
}

/** An account that stands for the members of an organisation that a condition names. */
const SOME_MEMBER = /^0{9}/

/** Accounts that the policy names and lets do one of the actions; strangers of any account are of other checks. */
export function outsidersOf(
  asked: Asked,
  ownAccountId: string,
  trustedAccounts: readonly string[],
  around: Surroundings,
  as: (caller: Caller) => Caller = (caller) => caller,
): Outsider[] {
  const neighbourhood = neighbourhoodAround(ownAccountId, around)
  const found = new Map<string, Outsider>()
  for (const one of representativesOf(asked.policy, neighbourhood)) {
    if (one.audience !== 'other-accounts' && one.audience !== 'organization') continue
    const opening = asked.actions
      .map((action) => openTo(as(one.caller), asked, action))
      .find(({ state, network }) => state === 'open' || state === 'unclear' || network)
    if (!opening) continue
    const id = parseArn(one.caller.principal.value)?.accountId ?? null
    const accountId = id === null || SOME_MEMBER.test(id) ? null : id
    const trust =
      accountId !== null && trustedAccounts.includes(accountId)
        ? 'trusted'
        : one.audience === 'organization'
          ? 'organisation'
          : organizationState(ownAccountId, around) === 'unseen'
            ? 'unknown'
            : 'outside'
    const key = `${accountId ?? one.who} ${trust}`
    if (!found.has(key)) found.set(key, { who: one.who, accountId, trust, evidence: quotes(opening.by) })
  }
  return [...found.values()]
}
