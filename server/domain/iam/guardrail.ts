import type { CompiledStatement } from './compiled-policy.ts'
import type { PolicyCondition } from './policy-document.ts'

const UNLIKE = /^(?:ForAnyValue:|ForAllValues:)?StringNot(?:Equals|EqualsIgnoreCase|Like)(?:IfExists)?$/i
const ALLOWED_PLACES = new Set(['aws:requestedregion', 'aws:resourceorgid', 'aws:principalorgid'])

function isOutside({ operator, key, values }: PolicyCondition): boolean {
  const name = key.toLowerCase()
  if (ALLOWED_PLACES.has(name)) return UNLIKE.test(operator)
  return name === 'aws:securetransport' && /^Bool/i.test(operator) && values.every((one) => one === 'false')
}

/**
 * Whether a Deny keeps off no more than what lies outside the regions or the organisation that are in use, or goes
 * unencrypted: what is granted inside stays granted as it was.
 */
export function isGuardrail({ effect, conditions }: CompiledStatement): boolean {
  return effect === 'Deny' && conditions.some(isOutside)
}
