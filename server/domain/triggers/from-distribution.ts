import { valueOr } from '#server/domain/field.ts'
import type { DistributionBehaviour, DistributionRecord } from '#server/domain/records/distribution-record.ts'
import type { FunctionUrl } from '#server/domain/records/function-record.ts'
import { INVOKE, INVOKE_URL, serviceCaller } from './admission.ts'
import { synchronous } from './delivery.ts'
import { type Assembly, type Draft, type Live, live, quote } from './draft.ts'
import { mostWelcome, settingSides } from './grant-sides.ts'
import type { SourceIndex } from './source-index.ts'
import type { EdgeLink, Fronting } from './source-link.ts'
import type { Guard, Trigger } from './trigger.ts'
import { urlCallers } from './url-callers.ts'
import { webAclGuard } from './web-acl-guard.ts'

export function distributionLive({ enabled, status }: DistributionRecord): Live {
  const on = valueOr(enabled, true)
  if (on === undefined) return live(null, 'whether the distribution is enabled was not seen')
  return on
    ? live(true, `the distribution is enabled (${valueOr(status, 'status not told') ?? 'status not seen'})`)
    : live(false, 'the distribution is disabled')
}

/** Web ACL and signed URLs before some behaviours; signing counts only where each of them asks for it. */
export function distributionGuards(
  record: DistributionRecord,
  behaviours: DistributionBehaviour[],
  index: SourceIndex,
): Guard[] {
  const signed = behaviours.filter((behaviour) => behaviour.restrictsViewers)
  const guards: Guard[] = []
  if (signed.length > 0) {
    guards.push({
      kind: 'signed-url',
      name: signed.map((behaviour) => behaviour.pathPattern).join(', '),
      authenticates: signed.length === behaviours.length,
      note: 'viewers need a signed URL or cookie',
    })
  }
  const acl = valueOr<string | null>(record.webAclArn, null)
  return [...guards, ...(acl ? webAclGuard(acl, index, 'before the distribution') : [])]
}

const nameOf = (record: DistributionRecord) => (valueOr(record.aliases, []) ?? [])[0] ?? record.domainName

/** Lambda@Edge: the distribution's association is the whole trigger, and replicas run all over the world. */
export function fromEdge(link: EdgeLink & { qualifier: string | null }, { index }: Assembly): Draft {
  const { record, behaviour, eventType, qualifier } = link
  return {
    kind: 'cloudfront',
    source: record.arn,
    sourceName: nameOf(record),
    sourceAccountId: record.accountId,
    detail: `${eventType} of ${behaviour.pathPattern}`,
    qualifier,
    ...synchronous(
      'none: the viewer gets an error',
      'The viewer gets an error (503) at once; nothing is kept.',
    ),
    ...distributionLive(record),
    ...settingSides({
      text: `Lambda@Edge at ${eventType} of behaviour ${behaviour.pathPattern}`,
      quote: quote({ pathPattern: behaviour.pathPattern, functions: behaviour.functions }),
    }),
    guards: distributionGuards(record, [behaviour], index),
  }
}

export function frontDetail({ behaviours, origin }: Fronting): string {
  const paths = behaviours.map((behaviour) => behaviour.pathPattern).join(', ')
  return `${paths || 'no behaviour'} to origin ${origin.domainName}`
}

function originSides(
  url: FunctionUrl,
  { record, origin }: Fronting,
  assembly: Assembly,
): Pick<Trigger, 'sides' | 'evidence'> {
  const setting = { text: `origin ${origin.id} of distribution ${record.name}`, quote: quote(origin) }
  const qualifier = url.qualifier ?? null
  if (url.authType === 'NONE') return settingSides(setting)
  const caller = serviceCaller('cloudfront.amazonaws.com', record.arn, record.accountId)
  const [byUrl, byFunction] = urlCallers(caller, url.authType)
  const found = mostWelcome(assembly, qualifier, [byUrl], INVOKE_URL)
  mostWelcome(assembly, qualifier, [byFunction], INVOKE)
  const evidence: Trigger['evidence'] = [{ side: 'source', ...setting }]
  if (!origin.originAccessControlId) {
    const text =
      'the origin has no access control, so CloudFront does not sign its requests: the URL refuses them'
    return { sides: 'source only', evidence: [...evidence, { side: 'grant', text, quote: null }] }
  }
  if (found.admitted === 'yes' || found.admitted === 'conditional') {
    const grants = found.by.map(({ sid, quote: text }) => ({
      side: 'grant' as const,
      text: `statement ${sid ?? 'without id'} lets the distribution in`,
      quote: text,
    }))
    return { sides: 'both', evidence: [...evidence, ...grants] }
  }
  if (found.admitted === 'unknown') return { sides: 'unknown', evidence }
  const text = 'no statement lets the distribution call the URL: it is refused'
  return { sides: 'source only', evidence: [...evidence, { side: 'grant', text, quote: null }] }
}

/** A distribution whose origin is one of the function's URLs. */
export function fromUrlOrigin(url: FunctionUrl, front: Fronting, assembly: Assembly): Draft {
  const { record, behaviours } = front
  return {
    kind: 'cloudfront',
    source: record.arn,
    sourceName: nameOf(record),
    sourceAccountId: record.accountId,
    detail: frontDetail(front),
    qualifier: url.qualifier ?? null,
    ...synchronous(
      'none: the viewer gets an error',
      'The viewer gets an error (429 or 5xx) at once; nothing is kept.',
    ),
    ...(behaviours.length > 0 ? distributionLive(record) : live(false, 'no behaviour uses the origin')),
    ...originSides(url, front, assembly),
    guards: distributionGuards(record, behaviours, assembly.index),
  }
}
