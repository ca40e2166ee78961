import { type Glob, globOfTokens, literalTokens, VARIABLE, wildcardTokens } from './glob.ts'

/** Lower-case key → its values. Null is known to be absent from the request; a key that is not in the map is unknown. */
export type RequestContext = ReadonlyMap<string, readonly string[] | null>

export const NOTHING_KNOWN: RequestContext = new Map()

const VARIABLE_FORM = /\$\{\s*(?:([*?$])|([^{},]+?)\s*(?:,\s*'([^']*)')?)\s*\}/g

/** Condition keys are not case-sensitive, tag keys in them neither. Source: IAM user guide, element Condition. */
export const contextKey = (key: string): string => key.trim().toLowerCase()

export type Resolved = { glob: Glob } | 'no value'

/** Whether the text holds a variable whose value depends on the request (`${*}` and its like do not). */
export function hasVariables(text: string): boolean {
  return text.includes('${') && [...text.matchAll(VARIABLE_FORM)].some((found) => found[2] !== undefined)
}

/**
 * Puts the values of policy variables into a pattern. A variable that is known to be absent and has no default gives
 * `no value`: nothing equals it. Source: IAM user guide, "Policy variables with no value", "Specifying default values".
 */
export function resolvePattern(
  text: string,
  context: RequestContext,
  options: { wildcards: boolean },
): Resolved {
  const tokensOf = options.wildcards ? wildcardTokens : literalTokens
  if (!text.includes('${')) return { glob: globOfTokens(tokensOf(text), text) }
  const tokens: number[] = []
  let shown = ''
  let from = 0
  for (const found of text.matchAll(VARIABLE_FORM)) {
    tokens.push(...tokensOf(text.slice(from, found.index)))
    shown += text.slice(from, found.index)
    from = found.index + found[0].length
    const [whole, escaped, key = '', fallback] = found
    const value = escaped ?? valueOfVariable(key, fallback, context)
    if (value === null) return 'no value'
    if (value === undefined) tokens.push(VARIABLE)
    else tokens.push(...literalTokens(value))
    shown += escaped !== undefined || value === undefined ? whole : value
  }
  tokens.push(...tokensOf(text.slice(from)))
  return { glob: globOfTokens(tokens, shown + text.slice(from)) }
}

/** Undefined where nobody knows; a key with several values cannot stand for one. */
function valueOfVariable(
  key: string,
  fallback: string | undefined,
  context: RequestContext,
): string | null | undefined {
  const values = context.get(contextKey(key))
  if (values === undefined) return undefined
  if (values === null || values.length === 0) return fallback ?? null
  return values.length === 1 ? values[0] : undefined
}
