import { type Glob, globOfTokens, literalTokens, VARIABLE, wildcardTokens } from './glob.ts'

/** Lower-case key → its values. Null is known to be absent from the request; a key that is not in the map is unknown. */
export type RequestContext = ReadonlyMap<string, readonly string[] | null>

export const NOTHING_KNOWN: RequestContext = new Map()

/** Each part ends where the next begins, so that no text of a policy takes longer than its length. */
const VARIABLE_FORM = /\$\{([^{},]+)(?:,\s*'([^']*)'\s*)?\}/g
const ESCAPED = /^[*?$]$/

type Variable = { whole: string; index: number; fallback: string | undefined } & (
  | { escaped: string }
  | { key: string }
)

function* variablesIn(text: string): Generator<Variable> {
  for (const { 0: whole, 1: inner = '', 2: fallback, index } of text.matchAll(VARIABLE_FORM)) {
    const name = inner.trim()
    if (ESCAPED.test(name) && fallback === undefined) yield { whole, index, fallback, escaped: name }
    else if (name !== '') yield { whole, index, fallback, key: name }
  }
}

/** Condition keys are not case-sensitive, tag keys in them neither. Source: IAM user guide, element Condition. */
export const contextKey = (key: string): string => key.trim().toLowerCase()

export type Resolved = { glob: Glob } | 'no value'

/** Whether the text holds a variable whose value depends on the request (`${*}` and its like do not). */
export function hasVariables(text: string): boolean {
  return text.includes('${') && variablesIn(text).some((found) => 'key' in found)
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
  for (const found of variablesIn(text)) {
    const { whole, index, fallback } = found
    tokens.push(...tokensOf(text.slice(from, index)))
    shown += text.slice(from, index)
    from = index + whole.length
    const isEscaped = 'escaped' in found
    const value = isEscaped ? found.escaped : valueOfVariable(found.key, fallback, context)
    if (value === null) return 'no value'
    if (value === undefined) tokens.push(VARIABLE)
    else tokens.push(...literalTokens(value))
    shown += isEscaped || value === undefined ? whole : value
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
