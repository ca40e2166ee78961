/**
 * Whether IAM's wildcards (* and ?) cover the text, in any case of letters. Goes back to the last star alone, so that no
 * pattern takes longer than its length times the text's. Source: IAM user guide, policy element Action.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  const wanted = pattern.toLowerCase()
  const given = text.toLowerCase()
  let at = 0
  let star = -1
  let resumeAt = 0
  for (let i = 0; i < given.length; ) {
    if (wanted[at] === '*') {
      star = at
      resumeAt = i
      at += 1
    } else if (at < wanted.length && (wanted[at] === '?' || wanted[at] === given[i])) {
      at += 1
      i += 1
    } else if (star >= 0) {
      resumeAt += 1
      i = resumeAt
      at = star + 1
    } else return false
  }
  while (wanted[at] === '*') at += 1
  return at === wanted.length
}
