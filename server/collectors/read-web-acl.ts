import { absent, type Field, known } from '#server/domain/field.ts'
import { asArray, asNumber, asObject, asText, type JsonObject } from '#server/domain/json.ts'
import type { WebAclRecord, WebAclRule } from '#server/domain/records/web-acl-record.ts'
import { readField, type Shape, unknownMembers } from './read-field.ts'
import { listField } from './read-list.ts'

const names =
  'Name Id ARN DefaultAction Description Rules VisibilityConfig DataProtectionConfig Capacity PreProcessFirewallManagerRuleGroups PostProcessFirewallManagerRuleGroups ManagedByFirewallManager LabelNamespace CustomResponseBodies CaptchaConfig ChallengeConfig TokenDomains AssociationConfig RetrofittedByFirewallManager OnSourceDDoSProtectionConfig ApplicationConfig MonetizationConfig'
const WEB_ACL: Shape = Object.fromEntries(names.split(' ').map((name) => [name, true]))

/** What GetWebACL says of a web ACL: rules in the order in which they are tried, Firewall Manager's around its own. */
export function readWebAcl(
  from: JsonObject,
): Pick<WebAclRecord, 'defaultAction' | 'rules' | 'unknownFields'> {
  return {
    defaultAction: readField(from, 'DefaultAction', actionOf),
    rules: readRules(from),
    unknownFields: unknownMembers(from, WEB_ACL),
  }
}

function readRules(from: JsonObject): Field<WebAclRule[]> {
  const rules = [
    'PreProcessFirewallManagerRuleGroups',
    'Rules',
    'PostProcessFirewallManagerRuleGroups',
  ].flatMap((name) =>
    asArray(from[name])
      .map(readRule)
      .sort((a, b) => a.priority - b.priority),
  )
  return listField(rules)
}

function readRule(value: unknown): WebAclRule {
  const from = asObject(value)
  const statement = asObject(from.Statement ?? from.FirewallManagerStatement)
  const rateLimit = asNumber(asObject(statement.RateBasedStatement).Limit)
  return {
    name: asText(from.Name) ?? '',
    priority: asNumber(from.Priority) ?? 0,
    type: typeOf(statement),
    action: actionOf(from.Action) ?? actionOf(from.OverrideAction) ?? 'NONE',
    ...(rateLimit === undefined ? {} : { rateLimit }),
  }
}

function typeOf(statement: JsonObject): string {
  if (statement.ManagedRuleGroupStatement) return 'managed'
  if (statement.RateBasedStatement) return 'rate-based'
  return statement.RuleGroupReferenceStatement ? 'group' : 'own'
}

/** The one member of an action, as in `{"Block": {}}`, in capitals. */
function actionOf(value: unknown): string | undefined {
  return Object.entries(asObject(value))
    .find(([, settings]) => settings !== undefined && settings !== null)?.[0]
    .toUpperCase()
}

/** The resources of both answers as one list; a part that was not seen decides. */
export function joinResources(...parts: Field<string[]>[]): Field<string[]> {
  const arns: string[] = []
  for (const part of parts) {
    if (part.state === 'denied' || part.state === 'failed') return part
    if (part.state === 'known') arns.push(...part.value)
  }
  return arns.length === 0 ? absent() : known([...new Set(arns)].sort())
}
