import { valueOr } from '#server/domain/field.ts'
import type { FunctionUrl } from '#server/domain/records/function-record.ts'
import {
  type Admission,
  admission,
  type Caller,
  INVOKE,
  INVOKE_URL,
} from '#server/domain/triggers/admission.ts'
import { anonymousCaller, urlCallers } from '#server/domain/triggers/url-callers.ts'
import { certaintyOf, type DecidedBy, leastSure, statementsOf } from './answer.ts'
import type { ReachAnswer } from './reach.ts'
import type { ReachContext } from './reach-input.ts'
import { ownCaller, representativesOf } from './representative-callers.ts'

const BOTH_NEEDED_SINCE = '2025-10-01'

type Asked = {
  byUrl: Admission
  byFunction: Admission
  certainty: ReachAnswer['certainty'] | undefined
  notes: DecidedBy
}

/** Asks for both actions that a URL needs, and says which is missing. */
function ask(url: FunctionUrl, caller: Caller, { fn, policies }: ReachContext): Asked {
  const qualifier = url.qualifier ?? null
  const policy = policies.of(qualifier)
  const resource = qualifier === null ? fn.arn : `${fn.arn}:${qualifier}`
  const [forUrl, forFunction] = urlCallers(caller, url.authType)
  const byUrl = admission(policy, resource, INVOKE_URL, forUrl)
  const byFunction = admission(policy, resource, INVOKE, forFunction)
  const first = certaintyOf(byUrl)
  const second = certaintyOf(byFunction)
  if (!first) return { byUrl, byFunction, certainty: undefined, notes: [] }
  if (second)
    return { byUrl, byFunction, certainty: leastSure(first, second), notes: statementsOf(byFunction.by) }
  const isNew = url.createdAt !== undefined && url.createdAt >= BOTH_NEEDED_SINCE
  const isDenied = byFunction.admitted === 'denied'
  if (isDenied && isNew)
    return { byUrl, byFunction, certainty: undefined, notes: statementsOf(byFunction.by) }
  const age = isNew
    ? 'this URL is younger, so its requests should be refused until it is added'
    : 'a URL from before may still do without'
  const what = isDenied
    ? `lambda:InvokeFunction through the URL is denied, which URLs since October 2025 need; ${age}`
    : `no statement allows lambda:InvokeFunction through the URL (lambda:InvokedViaFunctionUrl), which URLs since October 2025 need; ${age}`
  return {
    byUrl,
    byFunction,
    certainty: leastSure(first, 'conditional'),
    notes: [{ what, quote: byFunction.by[0]?.quote ?? null }],
  }
}

function openAnswer(
  url: FunctionUrl,
  base: Omit<ReachAnswer, 'audience' | 'certainty' | 'who'>,
  context: ReachContext,
): ReachAnswer {
  const asked = ask(url, anonymousCaller(), context)
  const setting: DecidedBy = [{ what: 'AuthType NONE: the URL asks for nothing', quote: JSON.stringify(url) }]
  const decidedBy = [...setting, ...statementsOf(asked.byUrl.by), ...asked.notes]
  if (asked.certainty) {
    return {
      ...base,
      audience: 'internet',
      certainty: asked.certainty,
      who: 'anyone on the internet',
      decidedBy,
    }
  }
  const what =
    asked.byUrl.admitted === 'denied' || asked.byFunction.admitted === 'denied'
      ? 'a Deny keeps everyone out'
      : 'no statement of the resource policy allows lambda:InvokeFunctionUrl to everyone'
  return {
    ...base,
    audience: 'nobody',
    certainty: 'certain',
    who: 'nobody: the URL refuses each request',
    decidedBy: [...decidedBy, { what, quote: null }],
  }
}

function signedAnswers(
  url: FunctionUrl,
  base: Omit<ReachAnswer, 'audience' | 'certainty' | 'who'>,
  context: ReachContext,
): ReachAnswer[] {
  const setting: DecidedBy = [{ what: `AuthType ${url.authType}`, quote: JSON.stringify(url) }]
  const policy = context.policies.of(url.qualifier ?? null)
  const answers: ReachAnswer[] = []
  for (const { caller, audience, who, atBest } of policy.state === 'read'
    ? representativesOf(policy.compiled, context.neighbourhood)
    : []) {
    const { byUrl, certainty, notes } = ask(url, caller, context)
    if (!certainty) continue
    const decidedBy = [...setting, ...statementsOf(byUrl.by), ...notes]
    answers.push({ ...base, audience, certainty: leastSure(certainty, atBest), who, decidedBy })
    if (audience === 'internet-authenticated' && certainty === 'certain') break
  }
  if (url.authType !== 'AWS_IAM') {
    const what = `what AuthType ${url.authType} asks for is not known`
    return [
      {
        ...base,
        audience: 'internet',
        certainty: 'unknown',
        who: 'perhaps anyone on the internet',
        decidedBy: [...setting, { what, quote: null }],
      },
    ]
  }
  if (policy.state === 'unseen') {
    answers.push({
      ...base,
      audience: 'internet-authenticated',
      certainty: 'unknown',
      who: 'perhaps principals of other accounts',
      decidedBy: [...setting, { what: policy.why, quote: null }],
    })
  }
  const { byUrl: own } = ask(url, ownCaller(context.neighbourhood), context)
  if (own.admitted === 'denied') {
    const decidedBy = [...setting, ...statementsOf(own.by)]
    const who = 'no principal of this account: a Deny keeps all of them out'
    return [...answers, { ...base, audience: 'nobody', certainty: 'certain', who, decidedBy }]
  }
  return [
    ...answers,
    {
      ...base,
      audience: 'account',
      certainty: 'conditional',
      who: `principals of this account whose own policies allow ${INVOKE_URL}`,
      decidedBy: setting,
    },
  ]
}

/** Who can call the function's URLs, by AuthType and both statements that a URL needs. */
export function urlAnswers(context: ReachContext): ReachAnswer[] {
  const { fn, triggers } = context
  return (valueOr(fn.urls, []) ?? []).flatMap((url) => {
    const trigger = triggers.find((one) => one.kind === 'url' && one.source === url.url)
    const base = {
      via: 'url' as const,
      entry: url.url,
      triggerKey: trigger?.key ?? null,
      decidedBy: [],
      guards: trigger?.guards ?? [],
    }
    return url.authType === 'NONE' ? [openAnswer(url, base, context)] : signedAnswers(url, base, context)
  })
}

/** What the URLs tell browsers of other origins; null where there is no URL with CORS. */
export function corsInWords(urls: FunctionUrl[]): string | null {
  const words = urls.flatMap(({ url, cors }) => {
    if (!cors) return []
    const origins = cors.allowOrigins.includes('*')
      ? 'pages of any origin'
      : `pages of ${cors.allowOrigins.join(', ') || 'no origin'}`
    const methods = cors.allowMethods.join(', ') || 'no method'
    return [`${url}: ${origins} may send ${methods}${cors.allowCredentials ? ', with credentials' : ''}`]
  })
  return words.length > 0 ? words.join('; ') : null
}
