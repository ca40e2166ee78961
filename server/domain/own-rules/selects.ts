import { type Field, isUnseen } from '#server/domain/field.ts'
import { compileGlob, matchesGlob } from '#server/domain/iam/glob.ts'
import type { Surroundings } from '#server/domain/posture/surroundings.ts'
import type { ResourceRecord } from '#server/domain/records/resource-record.ts'
import type { Rule } from './rule.ts'

type Selector = Rule['selector']

/** Whether a rule is about a resource; a reason where it is not; undefined parts of it leave it unseen. */
export type Selected =
  | { state: 'yes' }
  | { state: 'no'; reason: string }
  | { state: 'unknown'; reason: string }

const no = (reason: string): Selected => ({ state: 'no', reason })
const unknown = (what: string): Selected => ({
  state: 'unknown',
  reason: `Whether the rule applies is not known: ${what} could not be read.`,
})

/** Tells whether a rule's selector takes in a resource of its kind. Names match with * and ?. */
export function selects(selector: Selector, record: ResourceRecord, around: Surroundings): Selected {
  const { accounts, regions, names, tags, environments } = selector
  if (accounts.length > 0 && !accounts.includes(record.accountId))
    return no('The rule is not for its account.')
  if (regions.length > 0 && !regions.includes(record.region)) return no('The rule is not for its region.')
  const isNamed = names.some((pattern) => matchesGlob(compileGlob(pattern), record.name) === 'true')
  if (names.length > 0 && !isNamed) return no('The rule is not for its name.')
  if (tags.length > 0) {
    const field: Field<Record<string, string>> | undefined =
      'tags' in record ? (record.tags as Field<Record<string, string>>) : { state: 'absent' }
    if (field === undefined || isUnseen(field)) return unknown('its tags')
    const own = field.state === 'known' ? field.value : {}
    const has = tags.some(
      ({ key, value }) => Object.hasOwn(own, key) && (value === null || own[key] === value),
    )
    if (!has) return no('The rule is not for its tags.')
  }
  if (environments.length > 0) {
    const labels = around.labels(record.kind === 'function' ? record.arn : '')
    if (record.kind === 'function' && isUnseen(labels)) return unknown('its environment')
    const env = labels.state === 'known' ? labels.value.env : null
    if (env === null || !environments.includes(env)) return no('The rule is not for its environment.')
  }
  return { state: 'yes' }
}
