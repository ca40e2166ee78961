import { parseArn } from '#server/domain/arn.ts'

const API = /^(\/(?:restapis|apis)\/[^/]+)/

/**
 * The ARN by which our records know what a finding is about: a function, layer, role, API or queue, without version,
 * alias or stage. Undefined for anything else.
 */
export function findingSubject(text: string | undefined): string | undefined {
  const arn = text === undefined || text.length > 2000 ? undefined : parseArn(text)
  if (!arn) return undefined
  const { partition, service, region, accountId, resource } = arn
  const of = (what: string) => `arn:${partition}:${service}:${region}:${accountId}:${what}`
  if (service === 'lambda') {
    const [kind, name] = resource.split(':')
    return (kind === 'function' || kind === 'layer') && name ? of(`${kind}:${name}`) : undefined
  }
  if (service === 'iam') return resource.startsWith('role/') ? of(resource) : undefined
  if (service === 'apigateway') {
    const api = API.exec(resource)?.[1]
    return api === undefined ? undefined : of(api)
  }
  return service === 'sqs' && resource !== '' ? of(resource) : undefined
}

/** The subjects among these ids, each once; roles only where they are among `roleArns`, if those are known. */
export function findingSubjects(
  ids: readonly (string | undefined)[],
  roleArns: ReadonlySet<string> | undefined,
): string[] {
  const subjects = ids
    .map(findingSubject)
    .filter((arn) => arn !== undefined)
    .filter((arn) => !isRole(arn) || roleArns === undefined || roleArns.has(arn))
  return [...new Set(subjects)].sort()
}

const isRole = (arn: string) => arn.split(':')[2] === 'iam'
