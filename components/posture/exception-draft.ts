import { exceptionSelector } from '#server/services/exceptions/schema.ts'

/** An exception's selector as it is typed. */
export type Draft = {
  checks: string
  resources: string
  patterns: string
  tags: string
  accounts: string
  everywhere: boolean
}

export const NO_DRAFT: Draft = {
  checks: '',
  resources: '',
  patterns: '',
  tags: '',
  accounts: '',
  everywhere: false,
}

const lines = (text: string) =>
  text
    .split(/[\n,]/)
    .map((one) => one.trim())
    .filter((one) => one !== '')

const tagOf = (text: string) => {
  const at = text.indexOf('=')
  return at < 0
    ? { key: text, value: null }
    : { key: text.slice(0, at).trim(), value: text.slice(at + 1).trim() }
}

/** What was typed as a selector, or what is wrong with it in words. */
export function selectorOf(draft: Draft) {
  const parsed = exceptionSelector.safeParse({
    checks: lines(draft.checks),
    resources: lines(draft.resources),
    arnPatterns: lines(draft.patterns),
    tags: lines(draft.tags).map(tagOf),
    accounts: lines(draft.accounts),
    everywhere: draft.everywhere,
  })
  if (parsed.success) return { selector: parsed.data, problem: null }
  const issue = parsed.error.issues[0]
  const isAccount = issue?.path[0] === 'accounts'
  return {
    selector: null,
    problem: isAccount ? 'An account has twelve digits.' : (issue?.message ?? 'Incomplete.'),
  }
}
