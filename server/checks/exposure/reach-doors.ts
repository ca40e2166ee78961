import { valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { FunctionReach, ReachAnswer } from '#server/domain/reach/reach.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import type { Evidence } from '#server/domain/verdict.ts'

/** Preflight requests come without credentials: a route for them alone opens nothing. */
const isPreflight = ({ decidedBy }: ReachAnswer) =>
  decidedBy.some(({ what }) => what.startsWith('route OPTIONS '))

/** Ways in for anyone on the internet without credentials, of which is known that they are there. */
export function openDoors(reach: FunctionReach): ReachAnswer[] {
  return reach.answers.filter(
    (answer) => answer.audience === 'internet' && answer.certainty !== 'unknown' && !isPreflight(answer),
  )
}

/** A Lambda authorizer runs before anybody is authenticated: that is what it is for. */
export function isAuthorizer({ decidedBy }: ReachAnswer): boolean {
  return decidedBy.some(({ what }) => what.startsWith('authorizer '))
}

/** Lambda@Edge runs for every viewer of a distribution: it is a part of the distribution, and often its guard. */
export function isAtEdge({ decidedBy }: ReachAnswer): boolean {
  return decidedBy.some(({ what }) => what.startsWith('Lambda@Edge at '))
}

/** A way in and what decides it, as evidence. */
export function doorEvidence(doors: ReachAnswer[]): Evidence[] {
  return doors.flatMap(({ via, entry, who, decidedBy }) => [
    { label: entry ?? via, value: who },
    ...decidedBy
      .slice(0, 3)
      .map(({ what, quote }) => (quote ? { label: what, value: quote } : { label: 'Because', value: what })),
  ])
}

/** The tag by which its owners say that a function is meant to be public, as evidence. */
export function meantToBePublic(fn: FunctionRecord, tag: string): Evidence[] {
  const tags = valueOr<Record<string, string>>(fn.tags, {}) ?? {}
  const found = Object.entries(tags).find(([key]) => key.toLowerCase() === tag.toLowerCase())
  return found?.[1].toLowerCase() === 'true' ? [{ label: `Tag ${found[0]}`, value: found[1] }] : []
}

/** Names of the sources of some ways in. */
export function sourcesOf(doors: ReachAnswer[], fn: FunctionRecord, around: Surroundings): string[] {
  const triggers = around.triggers(fn.arn)
  const byKey = new Map(
    (triggers.state === 'known' ? triggers.value : []).map((one) => [one.key, one.sourceName]),
  )
  return [...new Set(doors.map(({ triggerKey, entry, via }) => byKey.get(triggerKey ?? '') ?? entry ?? via))]
}
