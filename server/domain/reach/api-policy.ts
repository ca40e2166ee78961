import { compilePolicy } from '#server/domain/iam/compiled-policy.ts'
import { parseJson } from '#server/domain/json.ts'
import type { ApiRecord } from '#server/domain/records/api-record.ts'
import { type Admission, admission, type Caller } from '#server/domain/triggers/admission.ts'
import { executeApiArn, routeTails } from '#server/domain/triggers/from-api.ts'
import type { FunctionPolicy } from '#server/domain/triggers/function-policies.ts'
import type { ApiLink } from '#server/domain/triggers/source-link.ts'

const ACTION = 'execute-api:Invoke'
const cache = new WeakMap<ApiRecord, FunctionPolicy>()

/** `execute-api:/stage/…` is short for the API's own ARN. Source: API Gateway developer guide, resource policy examples. */
function inFull(parsed: unknown, api: ApiRecord): unknown {
  const text = JSON.stringify(parsed) ?? ''
  return text.includes('"execute-api:/')
    ? parseJson(text.replaceAll('"execute-api:/', `"${executeApiArn(api)}/`))
    : parsed
}

/** The API's resource policy, ready to be asked. */
export function apiPolicy(api: ApiRecord): FunctionPolicy {
  const cached = cache.get(api)
  if (cached) return cached
  const policy = read(api)
  cache.set(api, policy)
  return policy
}

function read(api: ApiRecord): FunctionPolicy {
  const { policy: field } = api
  if (field.state === 'denied')
    return { state: 'unseen', why: `the API's resource policy: ${field.permission} is denied` }
  if (field.state === 'failed') return { state: 'unseen', why: `the API's resource policy: ${field.reason}` }
  if (field.state === 'absent') return { state: 'none' }
  const document = { raw: field.value.raw, parsed: inFull(field.value.parsed, api) }
  const name = `resource policy of API ${api.name}`
  const compiled = compilePolicy(document, { kind: 'resource', name, arn: null })
  if (!compiled) return { state: 'unseen', why: "the API's resource policy could not be understood" }
  return { state: 'read', document, compiled }
}

const RANK = { yes: 4, conditional: 3, unknown: 2, no: 1, denied: 0 } as const

/** What the API's policy says of a caller of a route; the best of its stages and methods. `none`: there is no policy. */
export function askApi(link: ApiLink, caller: Caller): Admission | 'none' {
  const policy = apiPolicy(link.record)
  if (policy.state === 'none') return 'none'
  let best: Admission = { admitted: policy.state === 'unseen' ? 'unknown' : 'denied', by: [] }
  if (policy.state !== 'read') return best
  const arn = executeApiArn(link.record)
  for (const tail of routeTails(link)) {
    const found = admission(policy, `${arn}/${tail}`, ACTION, caller)
    if (RANK[found.admitted] > RANK[best.admitted] || best.by.length === 0) {
      if (RANK[found.admitted] >= RANK[best.admitted]) best = found
    }
    if (best.admitted === 'yes') break
  }
  return best
}
