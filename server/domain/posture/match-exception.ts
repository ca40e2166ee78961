import { compileGlob, type Glob, matchesGlob } from '#server/domain/iam/glob.ts'

/** What an exception covers. Empty lists say nothing; a finding has to meet every part that says something. */
export type ExceptionSelector = {
  checks: readonly string[]
  /** ARNs of resources, exactly. */
  resources: readonly string[]
  /** ARNs with * and ?. */
  arnPatterns: readonly string[]
  /** Any one of them; null: whatever its value. */
  tags: readonly { key: string; value: string | null }[]
  accounts: readonly string[]
}

export type Exceptable = {
  checkId: string
  resourceArn: string
  accountId: string
  /** Of the resource and of the functions that the finding is about. */
  tags: readonly Readonly<Record<string, string>>[]
}

const globs = new Map<string, Glob>()
const MAX_KEPT = 1000

function globOf(pattern: string): Glob {
  const kept = globs.get(pattern)
  if (kept) return kept
  if (globs.size >= MAX_KEPT) globs.clear()
  const glob = compileGlob(pattern)
  globs.set(pattern, glob)
  return glob
}

/** Whether an exception covers a finding. The preview of an exception and its working ask this one function. */
export function matchesException(selector: ExceptionSelector, finding: Exceptable): boolean {
  const { checks, resources, arnPatterns, tags, accounts } = selector
  if (checks.length > 0 && !checks.includes(finding.checkId)) return false
  if (accounts.length > 0 && !accounts.includes(finding.accountId)) return false
  const named = resources.length + arnPatterns.length
  if (
    named > 0 &&
    !resources.includes(finding.resourceArn) &&
    !arnPatterns.some((pattern) => matchesGlob(globOf(pattern), finding.resourceArn) === 'true')
  )
    return false
  if (tags.length > 0) {
    const has = ({ key, value }: ExceptionSelector['tags'][number]) =>
      finding.tags.some((set) => Object.hasOwn(set, key) && (value === null || set[key] === value))
    return tags.some(has)
  }
  return true
}
