import { statementRef } from '#server/domain/iam/compiled-policy.ts'
import { matchesAction } from '#server/domain/iam/matches-statement.ts'
import type { FunctionUrl } from '#server/domain/records/function-record.ts'
import { INVOKE, INVOKE_URL } from './admission.ts'
import { synchronous } from './delivery.ts'
import { type Assembly, type Draft, live, quote } from './draft.ts'
import { mostWelcome } from './grant-sides.ts'
import type { Guard, Trigger } from './trigger.ts'
import { anonymousCaller, urlCallers } from './url-callers.ts'

const IAM: Guard = {
  kind: 'iam',
  name: 'AWS_IAM',
  authenticates: true,
  note: 'requests are signed with AWS credentials',
}

function openSides(
  url: FunctionUrl,
  setting: { text: string; quote: string },
  assembly: Assembly,
): Pick<Trigger, 'sides' | 'evidence'> {
  const [byUrl, byFunction] = urlCallers(anonymousCaller(), url.authType)
  const qualifier = url.qualifier ?? null
  const found = mostWelcome(assembly, qualifier, [byUrl], INVOKE_URL)
  const second = mostWelcome(assembly, qualifier, [byFunction], INVOKE)
  const evidence: Trigger['evidence'] = [{ side: 'source', ...setting }]
  if (found.admitted === 'unknown') return { sides: 'unknown', evidence }
  const isOpen = found.admitted === 'yes' || found.admitted === 'conditional'
  for (const { sid, quote: text } of isOpen ? found.by : []) {
    evidence.push({
      side: 'grant',
      text: `statement ${sid ?? 'without id'} lets everyone call the URL`,
      quote: text,
    })
  }
  if (!isOpen) {
    const text = 'no statement lets everyone call the URL: requests are refused'
    return {
      sides: 'source only',
      evidence: [...evidence, { side: 'grant', text, quote: found.by[0]?.quote ?? null }],
    }
  }
  const lacks = second.admitted === 'no' || second.admitted === 'denied'
  const text = lacks
    ? 'no statement allows lambda:InvokeFunction through the URL, which URLs made since October 2025 need too'
    : `statement ${second.by[0]?.sid ?? 'without id'} lets the URL invoke the function`
  return {
    sides: 'both',
    evidence: [...evidence, { side: 'grant', text, quote: second.by[0]?.quote ?? null }],
  }
}

/** An identity policy is grant enough in the same account; statements for others are shown beside the URL. */
function signedSides(
  url: FunctionUrl,
  setting: { text: string; quote: string },
  { policies }: Assembly,
): Pick<Trigger, 'sides' | 'evidence'> {
  const policy = policies.of(url.qualifier ?? null)
  const evidence: Trigger['evidence'] = [{ side: 'source', ...setting }]
  if (policy.state !== 'read') return { sides: policy.state === 'none' ? 'setting' : 'unknown', evidence }
  const grants = policy.compiled.statements.filter(
    (statement) => statement.effect === 'Allow' && matchesAction(statement, INVOKE_URL.toLowerCase()),
  )
  for (const { index, sid } of grants) {
    const text = `statement ${sid ?? 'without id'} names who else may call the URL`
    evidence.push({ side: 'grant', text, quote: statementRef(policy.compiled, index).quote })
  }
  return { sides: grants.length > 0 ? 'both' : 'setting', evidence }
}

/** A function URL. The caller's identity policy can be grant enough where it asks for AWS_IAM. */
export function fromUrl(url: FunctionUrl, assembly: Assembly): Draft {
  const { fn } = assembly
  const setting = { text: `function URL with AuthType ${url.authType}`, quote: quote(url) }
  const isOpen = url.authType === 'NONE'
  return {
    kind: 'url',
    source: url.url,
    sourceName: url.url,
    sourceAccountId: fn.accountId,
    detail: `AuthType ${url.authType}${url.invokeMode === 'RESPONSE_STREAM' ? ', streamed answers' : ''}`,
    qualifier: url.qualifier ?? null,
    ...synchronous('none: the client gets the error', 'The client gets 429 at once; nothing is kept.'),
    ...live(true, 'the URL is there'),
    ...(isOpen ? openSides(url, setting, assembly) : signedSides(url, setting, assembly)),
    guards: url.authType === 'AWS_IAM' ? [IAM] : [],
  }
}
