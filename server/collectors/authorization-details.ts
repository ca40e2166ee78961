import { type EntityType, GetAccountAuthorizationDetailsCommand } from '@aws-sdk/client-iam'
import type { Operation } from '#server/aws/operation.ts'
import { paginate } from '#server/aws/paginate.ts'
import { asObject, asText, type JsonObject } from '#server/domain/json.ts'
import type { CollectorContext } from './define-collector.ts'
import type { Shape } from './read-field.ts'
import { ManagedPolicies } from './read-role.ts'
import { unknownXmlMembers } from './unknown-xml-members.ts'

export type AuthorizationDetails = {
  /** Users, groups and roles. */
  entities: JsonObject[]
  policies: ManagedPolicies
  /** Names of members that the SDK does not know, by the entity's ARN. */
  unknownOf: (arn: string) => readonly string[]
  complete: boolean
}

/** What every answer is wrapped in; one without it says nothing, not even that there is nobody. */
const RESULT = 'GetAccountAuthorizationDetailsResult'
const LISTS = ['RoleDetailList', 'UserDetailList', 'GroupDetailList', 'Policies']
const PAGE_SIZE = 300

/** Reads all pages of these kinds of entities: AWS may put the policies on any of them. */
export async function readAuthorizationDetails(
  context: CollectorContext,
  operation: Operation,
  Filter: EntityType[],
  shapes: Record<string, Shape>,
): Promise<AuthorizationDetails> {
  const entities: JsonObject[] = []
  const policies = new ManagedPolicies()
  const unknown = new Map<string, string[]>()
  let understood = true
  const malformed = (message: string) => {
    understood = false
    context.report.addProblem(operation, { state: 'malformed', code: 'UnreadableDetails', message })
  }
  const pages = paginate(context, {
    operation,
    command: (Marker) => new GetAccountAuthorizationDetailsCommand({ Filter, MaxItems: PAGE_SIZE, Marker }),
    items: LISTS,
    token: 'Marker',
    emptyAllowed: true,
    onAnswer: ({ xml }) => {
      if (!xml?.includes(RESULT)) return malformed('the answer is none of GetAccountAuthorizationDetails')
      for (const [list, shape] of Object.entries(shapes))
        for (const [arn, names] of unknownXmlMembers(xml, list, 'Arn', shape)) unknown.set(arn, names)
    },
  })
  for (;;) {
    const page = await pages.next()
    if (page.done) {
      const unknownOf = (arn: string) => unknown.get(arn) ?? []
      return { entities, policies, unknownOf, complete: page.value.complete && understood }
    }
    for (const item of page.value) {
      const entry = asObject(item)
      const arn = asText(entry.Arn)
      if (arn && (asText(entry.RoleName) ?? asText(entry.UserName) ?? asText(entry.GroupName)))
        entities.push(entry)
      else if (arn?.includes(':policy/')) policies.add(entry)
      else malformed('an entity or policy has no name or ARN')
    }
  }
}
