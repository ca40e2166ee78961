import { isUnseen, valueOr } from '#server/domain/field.ts'
import type {
  ApiAuthorizer,
  ApiRecord,
  ApiRoute,
  ApiStage,
  Throttle,
} from '#server/domain/records/api-record.ts'
import type { SourceIndex } from './source-index.ts'
import type { Guard } from './trigger.ts'
import { webAclGuard } from './web-acl-guard.ts'

const AUTHORIZER_NOTES: Record<string, string> = {
  CUSTOM: 'a Lambda authorizer: its own code decides who passes',
  COGNITO_USER_POOLS: 'a token of a Cognito user pool',
  JWT: 'a signed token of its issuer',
}

/** The authorizer that a route names; undefined where it is unknown or gone. */
export function authorizerOf(api: ApiRecord, route: ApiRoute): ApiAuthorizer | undefined {
  return valueOr(api.authorizers, [])?.find((one) => one.id === route.authorizerId)
}

function authorizerGuard(api: ApiRecord, route: ApiRoute): Guard[] {
  if (route.authorization === 'NONE' || route.authorization === '') return []
  if (route.authorization === 'AWS_IAM') {
    return [
      { kind: 'iam', name: 'AWS_IAM', authenticates: true, note: 'requests are signed with AWS credentials' },
    ]
  }
  const note = AUTHORIZER_NOTES[route.authorization]
  const authorizer = authorizerOf(api, route)
  const gone = !authorizer && !isUnseen(api.authorizers)
  const code = authorizer?.functionArn ? `: ${authorizer.functionArn}` : ''
  return [
    {
      kind: 'authorizer',
      name: authorizer?.name || route.authorizerId || route.authorization,
      authenticates: note !== undefined,
      note: note
        ? `${note}${code}${gone ? '; the authorizer is gone: requests fail' : ''}`
        : `what authorization ${route.authorization} asks for is not known`,
    },
  ]
}

function rate({ ratePerSecond, burst }: Throttle): string | undefined {
  if (ratePerSecond === undefined && burst === undefined) return undefined
  return `${ratePerSecond ?? 'any number of'} requests a second, burst ${burst ?? 'not set'}`
}

function throttleGuards(route: ApiRoute, stage: ApiStage): Guard[] {
  const keys = [
    route.key,
    `${route.path}/${route.method}`,
    `${route.path.replace(/^\//, '')}/${route.method}`,
  ]
  const own = keys.map((key) =>
    Object.hasOwn(stage.routeThrottles, key) ? stage.routeThrottles[key] : undefined,
  )
  const note = rate(own.find((one) => one !== undefined) ?? stage.throttle)
  return note ? [{ kind: 'throttle', name: `stage ${stage.name}`, authenticates: false, note }] : []
}

function planGuards(api: ApiRecord, route: ApiRoute, stages: ApiStage[]): Guard[] {
  const plans = route.apiKeyRequired ? (valueOr(api.usagePlans, []) ?? []) : []
  return plans
    .filter((plan) =>
      stages.some((stage) => plan.stages.some((one) => one === stage.name || one.endsWith(`:${stage.name}`))),
    )
    .map(({ name, throttle, quota }) => ({
      kind: 'usage-plan',
      name,
      authenticates: false,
      note:
        [rate(throttle), quota && `${quota.limit} requests a ${quota.period.toLowerCase()}`]
          .filter(Boolean)
          .join('; ') || 'no limits',
    }))
}

/** Whether every endpoint of the API is private; undefined where its types were not seen. */
export function isPrivate(api: ApiRecord): boolean | undefined {
  const types = valueOr(api.endpointTypes, [])
  return types && types.length > 0 && types.every((type) => type === 'PRIVATE')
}

function apiWideGuards(api: ApiRecord): Guard[] {
  const guards: Guard[] = []
  if (isPrivate(api)) {
    const endpoints = valueOr(api.vpcEndpointIds, []) ?? []
    const note =
      endpoints.length > 0 ? `through ${endpoints.join(', ')}` : 'through interface endpoints of VPCs'
    guards.push({ kind: 'private-endpoint', name: 'PRIVATE', authenticates: false, note })
  }
  if (api.policy.state === 'known') {
    guards.push({
      kind: 'resource-policy',
      name: 'API resource policy',
      authenticates: false,
      note: 'see its statements',
    })
  }
  const domains = valueOr(api.domains, []) ?? []
  const mutual = domains.filter((domain) => domain.mutualTls)
  if (mutual.length > 0) {
    const everywhere = mutual.length === domains.length && valueOr(api.executeApiDisabled, false) === true
    guards.push({
      kind: 'mutual-tls',
      name: mutual.map((domain) => domain.domainName).join(', '),
      authenticates: everywhere,
      note: everywhere
        ? 'clients show a certificate'
        : 'only at this domain name: other addresses of the API do without',
    })
  }
  return guards
}

/** ARNs of the web ACLs before a stage, as either side tells. */
export function stageAcls(api: ApiRecord, stage: ApiStage, index: SourceIndex): string[] {
  const told = index.webAclsBefore(`${api.arn}/stages/${stage.name}`).map((acl) => acl.arn)
  return [...new Set([...(stage.webAclArn ? [stage.webAclArn] : []), ...told])]
}

/** What stands before a route in some of its stages. An API key is listed, and does not authenticate. */
export function apiGuards(api: ApiRecord, route: ApiRoute, stages: ApiStage[], index: SourceIndex): Guard[] {
  const key: Guard[] = route.apiKeyRequired
    ? [
        {
          kind: 'api-key',
          name: 'API key',
          authenticates: false,
          note: 'tells clients apart for usage plans; it is not authentication',
        },
      ]
    : []
  const acls = stages.flatMap((stage) =>
    stageAcls(api, stage, index).flatMap((arn) => webAclGuard(arn, index, `stage ${stage.name}`)),
  )
  return [
    ...authorizerGuard(api, route),
    ...key,
    ...apiWideGuards(api),
    ...acls,
    ...stages.flatMap((stage) => throttleGuards(route, stage)),
    ...planGuards(api, route, stages),
  ]
}
