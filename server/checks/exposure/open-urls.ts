import { valueOr } from '#server/domain/field.ts'
import type { FunctionRecord, FunctionUrl } from '#server/domain/records/function-record.ts'
import { type Admission, admission, INVOKE, INVOKE_URL } from '#server/domain/triggers/admission.ts'
import { functionPolicies } from '#server/domain/triggers/function-policies.ts'
import { anonymousCaller, urlCallers } from '#server/domain/triggers/url-callers.ts'

/** A URL made since then needs a second statement. Source: Lambda Developer Guide, "Control access to Lambda function URLs". */
const BOTH_NEEDED_SINCE = '2025-10-01'

export type OpenUrl = {
  url: FunctionUrl
  byUrl: Admission['admitted']
  byFunction: Admission['admitted']
  needsBoth: boolean
}

/** The URLs that ask for nothing, and what the policies say to a request without credentials. */
export function openUrls(fn: FunctionRecord): OpenUrl[] {
  const policies = functionPolicies(fn)
  return (valueOr(fn.urls, []) ?? [])
    .filter(({ authType }) => authType === 'NONE')
    .map((url) => {
      const qualifier = url.qualifier ?? null
      const resource = qualifier === null ? fn.arn : `${fn.arn}:${qualifier}`
      const [forUrl, forFunction] = urlCallers(anonymousCaller(), 'NONE')
      return {
        url,
        byUrl: admission(policies.of(qualifier), resource, INVOKE_URL, forUrl).admitted,
        byFunction: admission(policies.of(qualifier), resource, INVOKE, forFunction).admitted,
        needsBoth: url.createdAt !== undefined && url.createdAt >= BOTH_NEEDED_SINCE,
      }
    })
}

const refuses = (admitted: Admission['admitted']) => admitted === 'no' || admitted === 'denied'

/**
 * `dead`: it refuses each request; `half`: the second statement that newer URLs need is missing, without which some accounts
 * have them answer; `open`: it answers some; `unknown`: a policy was not seen.
 */
export function stateOfUrl({ byUrl, byFunction, needsBoth }: OpenUrl): 'dead' | 'half' | 'open' | 'unknown' {
  if (refuses(byUrl) || (needsBoth && byFunction === 'denied')) return 'dead'
  if (byUrl !== 'unknown' && needsBoth && byFunction === 'no') return 'half'
  return byUrl === 'unknown' || (needsBoth && byFunction === 'unknown') ? 'unknown' : 'open'
}
