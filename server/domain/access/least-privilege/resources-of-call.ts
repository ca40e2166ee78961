import { parseArn } from '#server/domain/arn.ts'

const BUCKET_ACTIONS =
  /^s3:(?:List(?:Bucket|BucketVersions|BucketMultipartUploads)|(?:Get|Put|Delete|Create)(?:Bucket|Lifecycle|Encryption|Replication|Accelerate|Inventory|Metrics|Analytics).*)$/i

/**
 * How the ARNs of a recorded call become the resources of a grant, for the services where a call names all that it
 * touches. What changes from call to call (an object's key, an execution's name) becomes a wildcard.
 */
const PATTERNS: Readonly<Record<string, (action: string, arn: string, resource: string) => string[]>> = {
  s3: (action, arn, resource) => {
    const bucket = arn.slice(0, arn.length - resource.length) + (resource.split('/')[0] ?? '')
    return BUCKET_ACTIONS.test(action) ? [bucket] : [`${bucket}/*`]
  },
  dynamodb: (action, arn, resource) => {
    if (resource.includes('/stream/')) return [arn.replace(/\/stream\/.*$/, '/stream/*')]
    if (!/^table\/[^/]+(?:\/index\/.+)?$/.test(resource)) return []
    const table = arn.replace(/\/index\/.*$/, '')
    return /:(?:Query|Scan|PartiQLSelect)$/i.test(action) ? [table, `${table}/index/*`] : [table]
  },
  lambda: (_, arn, resource) => {
    const [kind, name] = resource.split(':')
    if (kind !== 'function' || !name) return []
    const plain = `${arn.slice(0, arn.length - resource.length)}function:${name}`
    return [plain, `${plain}:*`]
  },
  kms: (_, arn, resource) => (resource.startsWith('key/') ? [arn] : []),
  secretsmanager: (_, arn, resource) => (resource.startsWith('secret:') ? [arn] : []),
  ssm: (action, arn, resource) =>
    resource.startsWith('parameter/') ? [/ByPath$/i.test(action) ? `${arn}*` : arn] : [],
  sts: (_, arn, resource) => (resource.startsWith('role/') ? [arn] : []),
  states: (action, arn, resource) => {
    if (/^(?:execution|express):/.test(resource)) return [arn.split(':').slice(0, 7).join(':').concat(':*')]
    return resource.startsWith('stateMachine:') && /:Start/i.test(action) ? [arn] : []
  },
  sqs: (_, arn) => [arn],
  sns: (_, arn) => [arn],
  kinesis: (_, arn, resource) => (resource.startsWith('stream/') ? [arn] : []),
  firehose: (_, arn, resource) => (resource.startsWith('deliverystream/') ? [arn] : []),
  logs: (action, arn, resource) =>
    /:CreateLogStream$/i.test(action) && /^log-group:[^:]+$/.test(resource) ? [`${arn}:*`] : [],
  events: (action, arn, resource) =>
    /:PutEvents$/i.test(action) && resource.startsWith('event-bus/') ? [arn] : [],
}

/** Actions that touch more than the record of the call names. */
const UNSURE =
  /^(?:dynamodb:(?:PartiQL|Batch|ConditionCheck|List)|kms:(?:ReEncrypt|CreateGrant|List)|[a-z0-9-]+:(?:List(?!Bucket)|Describe(?!Execution)|Create(?!LogStream$)|Search))/i

/**
 * The resources that a call of an action is known to have been about, as ARNs or patterns; null where the record does not
 * tell them all, so that nothing may be narrowed by it.
 */
export function resourcesOfCall(action: string, resources: string[]): string[] | null {
  const service = action.split(':')[0]?.toLowerCase() ?? ''
  const toPatterns = Object.hasOwn(PATTERNS, service) ? PATTERNS[service] : undefined
  if (!toPatterns || UNSURE.test(action)) return null
  const found = new Set<string>()
  for (const arn of resources) {
    const parsed = parseArn(arn)
    const wantedService = service === 'sts' ? 'iam' : service
    if (!parsed || parsed.service !== wantedService) continue
    if (/[*?$]/.test(arn)) return null
    for (const pattern of toPatterns(action, arn, parsed.resource)) found.add(pattern)
  }
  return found.size > 0 ? [...found] : null
}
