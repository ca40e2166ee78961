import type { PolicyStatement } from '#server/domain/iam/policy-document.ts'
import type { PolicyDocument } from '#server/domain/records/function-record.ts'
import { conditionText, type JsonPolicy, readPolicy } from './normal-statement.ts'

export type PolicyDiffLine = { line: string; kind: 'same' | 'removed' | 'added' }

const UNREADABLE = '(this document cannot be read as a policy)'

/**
 * Two policies line by line, one action on one set of resources a line: order, Sids, single values for lists and the way
 * statements are cut do not count. Removed lines come before added ones of the same action.
 */
export function policyDiff(
  before: PolicyDocument | JsonPolicy | string,
  after: PolicyDocument | JsonPolicy | string,
): PolicyDiffLine[] {
  const was = new Set(policyLines(before))
  const is = new Set(policyLines(after))
  const lines = [...new Set([...was, ...is])].map((line): PolicyDiffLine => {
    if (was.has(line) && is.has(line)) return { line, kind: 'same' }
    return { line, kind: was.has(line) ? 'removed' : 'added' }
  })
  const rank = { removed: 0, added: 1, same: 2 }
  return lines.sort((a, b) => {
    const [x, y] = [actionOf(a.line), actionOf(b.line)]
    if (x !== y) return x < y ? -1 : 1
    return rank[a.kind] - rank[b.kind] || (a.line < b.line ? -1 : 1)
  })
}

function policyLines(policy: PolicyDocument | JsonPolicy | string): string[] {
  const statements = readPolicy(policy)
  return statements === undefined ? [UNREADABLE] : statements.flatMap(statementLines)
}

function statementLines(statement: PolicyStatement): string[] {
  const { effect, actions, notActions, resources, notResources } = statement
  const what = notActions.length > 0 ? [`everything but ${sorted(notActions)}`] : actions
  const on = notResources.length > 0 ? `everything but ${sorted(notResources)}` : sorted(resources)
  const conditions = statement.conditions
    .map((one) => conditionText({ ...one, values: [...one.values].sort() }))
    .sort()
    .join(' and ')
  const principals = [...statement.principals.map((one) => one.value)]
  const not = statement.notPrincipals.map((one) => one.value)
  const who = [
    principals.length > 0 ? ` to ${sorted(principals)}` : '',
    not.length > 0 ? ` to everyone but ${sorted(not)}` : '',
  ].join('')
  return what.map(
    (action) =>
      `${effect} ${action}${on === '' ? '' : ` on ${on}`}${who}${conditions === '' ? '' : ` if ${conditions}`}`,
  )
}

const sorted = (items: string[]) => [...new Set(items)].sort().join(', ')

/** The line without its effect, so that lines of one action stand together. */
function actionOf(line: string): string {
  return (/^\S*\s(.*?)(?: on | to | if |$)/.exec(line)?.[1] ?? line).toLowerCase()
}
