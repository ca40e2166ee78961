import { type Field, isUnseen, valueOr } from '#server/domain/field.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { SecretMatch } from '#server/domain/records/secret-match.ts'
import type { Evidence, Verdict } from '#server/domain/verdict.ts'

export const pass = (...evidence: Evidence[]): Verdict => ({ state: 'pass', evidence })
export const unknown = (reason: string): Verdict => ({ state: 'unknown', reason })
export const notApplicable = (reason: string): Verdict => ({ state: 'not applicable', reason })

/** Why nothing can be said of a field, as a verdict; undefined where it was seen. */
export function unseen(what: string, field: Field<unknown> | undefined): Verdict | undefined {
  if (field === undefined) return unknown(`${what}: not read by the version that stored it.`)
  if (!isUnseen(field)) return undefined
  return unknown(
    field.state === 'denied'
      ? `${what}: ${field.permission} was denied.`
      : `${what}: ${field.state === 'failed' ? field.reason : 'not read'}.`,
  )
}

/** Whether anyone on the internet gets to a function without being asked who they are. */
export function isOnInternet(functionArn: string, around: Surroundings): boolean {
  return valueOr(around.reach(functionArn), undefined)?.level === 'internet'
}

const words = (detector: string) => detector.replaceAll('-', ' ')

/** Where each secret stands, what recognised it and the fingerprint by which it is told from others. Never its value. */
export function secretEvidence(matches: readonly SecretMatch[]): Evidence[] {
  return matches.map(({ where, line, detector, confidence, fingerprint }) => ({
    label: line === undefined ? where : `${where}, line ${line}`,
    value: `${words(detector)} (${confidence}), fingerprint ${fingerprint}`,
  }))
}

/** Names of the places, a few of them. */
export function places(matches: readonly SecretMatch[], most = 3): string {
  const names = [...new Set(matches.map(({ where }) => where))]
  const more = names.length - most
  return names.slice(0, most).join(', ') + (more > 0 ? ` and ${more} more` : '')
}
