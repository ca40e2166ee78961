import type { Field } from '#server/domain/field.ts'
import { asArray, asNumber, asObject, asText, asTexts, type JsonObject } from '#server/domain/json.ts'
import type {
  Listener,
  ListenerRule,
  LoadBalancerRecord,
} from '#server/domain/records/load-balancer-record.ts'
import { readIn, readSortedTexts, readText, type Shape } from './read-field.ts'

export const LOAD_BALANCER: Shape = {
  LoadBalancerArn: true,
  DNSName: true,
  CanonicalHostedZoneId: true,
  CreatedTime: true,
  LoadBalancerName: true,
  Scheme: true,
  VpcId: true,
  State: true,
  Type: true,
  AvailabilityZones: true,
  SecurityGroups: true,
  IpAddressType: true,
  CustomerOwnedIpv4Pool: true,
  EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: true,
  EnablePrefixForIpv6SourceNat: true,
  IpamPools: true,
}

/** What DescribeLoadBalancers says of a load balancer itself. */
export function readLoadBalancer(
  from: JsonObject,
): Pick<LoadBalancerRecord, 'dnsName' | 'scheme' | 'type' | 'state' | 'vpcId' | 'securityGroupIds'> {
  return {
    dnsName: asText(from.DNSName) ?? '',
    scheme: readText(from, 'Scheme'),
    type: readText(from, 'Type'),
    state: readIn(from, 'State', (state) => readText(state, 'Code')),
    vpcId: readText(from, 'VpcId'),
    securityGroupIds: readSortedTexts(from, 'SecurityGroups'),
  }
}

/** A listener with those of its rules that lead to functions. */
export function readListener(
  listener: unknown,
  rules: readonly unknown[],
  functionGroups: ReadonlySet<string>,
): Listener {
  const from = asObject(listener)
  const mutual = asText(asObject(from.MutualAuthentication).Mode) === 'verify'
  const kept = rules
    .map((rule) => readRule(asObject(rule), mutual))
    .map((rule) => ({
      ...rule,
      targetGroupArns: rule.targetGroupArns.filter((arn) => functionGroups.has(arn)),
    }))
    .filter(({ targetGroupArns }) => targetGroupArns.length > 0)
  return {
    arn: asText(from.ListenerArn) ?? '',
    port: asNumber(from.Port) ?? 0,
    protocol: asText(from.Protocol) ?? '',
    rules: kept.sort((a, b) => order(a) - order(b)),
  }
}

const order = ({ priority }: ListenerRule) =>
  priority === 'default' ? Number.POSITIVE_INFINITY : Number(priority) || 0

/** Actions that let nobody through who has not signed in or shown a token. */
const AUTHENTICATES = new Set(['authenticate-oidc', 'authenticate-cognito', 'jwt-validation'])

function readRule(from: JsonObject, mutual: boolean): ListenerRule {
  const actions = asArray(from.Actions).map(asObject)
  const groups = actions.flatMap((action) => [
    asText(action.TargetGroupArn),
    ...asArray(asObject(action.ForwardConfig).TargetGroups)
      .map(asObject)
      .filter(({ Weight }) => Weight !== 0)
      .map(({ TargetGroupArn }) => asText(TargetGroupArn)),
  ])
  return {
    priority: asText(from.Priority) ?? '',
    conditions: asArray(from.Conditions).map((condition) => inWords(asObject(condition))),
    targetGroupArns: [...new Set(groups.filter((arn) => arn !== undefined))].sort(),
    authenticates: mutual || actions.some(({ Type }) => AUTHENTICATES.has(String(Type))),
  }
}

const FIELDS: Record<string, [word: string, config: string]> = {
  'path-pattern': ['path', 'PathPatternConfig'],
  'host-header': ['host', 'HostHeaderConfig'],
  'http-request-method': ['method', 'HttpRequestMethodConfig'],
  'source-ip': ['source', 'SourceIpConfig'],
}

/** A condition in words. What a header or a query must hold is often a secret: their names alone are kept. */
function inWords(from: JsonObject): string {
  const field = asText(from.Field) ?? 'unknown'
  if (field === 'http-header')
    return `header ${asText(asObject(from.HttpHeaderConfig).HttpHeaderName) ?? '?'}`
  if (field === 'query-string') {
    const keys = asArray(asObject(from.QueryStringConfig).Values).map(
      (value) => asText(asObject(value).Key) ?? '?',
    )
    return `query ${keys.join(', ')}`
  }
  const [word, config] = FIELDS[field] ?? [field, '']
  const { Values, RegexValues } = asObject(from[config])
  const values = [...asTexts(Values), ...asTexts(RegexValues), ...asTexts(from.RegexValues)]
  return `${word} ${(values.length > 0 ? values : asTexts(from.Values)).join(', ')}`
}

/** The functions of a target group, each once, with their health where it is checked. */
export function readTargets(targetGroupArn: string, descriptions: readonly unknown[]): FunctionTarget[] {
  const targets = new Map<string, FunctionTarget>()
  for (const description of descriptions) {
    const { Target, TargetHealth } = asObject(description)
    const functionArn = asText(asObject(Target).Id)
    if (functionArn === undefined) continue
    targets.set(functionArn, { targetGroupArn, functionArn, health: asText(asObject(TargetHealth).State) })
  }
  return [...targets.values()].sort((a, b) => (a.functionArn < b.functionArn ? -1 : 1))
}

type FunctionTarget = LoadBalancerRecord['targets'] extends Field<(infer T)[]> ? T : never

/** Tags as DescribeTags lists them, by resource. */
export function readTagDescriptions(descriptions: readonly unknown[]): Map<string, Record<string, string>> {
  return new Map(
    descriptions.map((description) => {
      const { ResourceArn, Tags } = asObject(description)
      const tags = asArray(Tags).map((tag) => [
        asText(asObject(tag).Key) ?? '',
        String(asObject(tag).Value ?? ''),
      ])
      return [asText(ResourceArn) ?? '', Object.fromEntries(tags)]
    }),
  )
}
