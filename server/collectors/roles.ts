import { GetAccountAuthorizationDetailsCommand } from '@aws-sdk/client-iam'
import type { Operation } from '#server/aws/operation.ts'
import { paginate } from '#server/aws/paginate.ts'
import { asObject, asText, type JsonObject } from '#server/domain/json.ts'
import { GLOBAL_REGION } from '#server/domain/records/resource-kind.ts'
import type { RoleRecord } from '#server/domain/records/role-record.ts'
import { type CollectorContext, type Completion, defineCollector } from './define-collector.ts'
import { ManagedPolicies, ROLE, readRole } from './read-role.ts'
import { unknownXmlMembers } from './unknown-xml-members.ts'

const getDetails: Operation = {
  service: 'iam',
  name: 'GetAccountAuthorizationDetails',
  permission: 'iam:GetAccountAuthorizationDetails',
  costUsd: 0,
  hides: 'all roles, their policies and who may assume them',
}
/** What every answer is wrapped in; one without it says nothing, not even that there are no roles. */
const RESULT = 'GetAccountAuthorizationDetailsResult'
const BATCH_SIZE = 100

/** AWS may put the policies on any page, so roles are handed on when all pages are read. */
export const roles = defineCollector<RoleRecord>({
  id: 'roles',
  title: 'Roles',
  scope: 'account',
  kind: 'role',
  operations: [getDetails],
  async *collect(context): AsyncGenerator<RoleRecord[], Completion> {
    const listed: JsonObject[] = []
    const policies = new ManagedPolicies()
    const unknown = new Map<string, string[]>()
    let complete = true
    const pages = paginate(context, {
      operation: getDetails,
      command: (Marker) =>
        new GetAccountAuthorizationDetailsCommand({
          Filter: ['Role', 'LocalManagedPolicy', 'AWSManagedPolicy'],
          MaxItems: 300,
          Marker,
        }),
      items: ['RoleDetailList', 'Policies'],
      token: 'Marker',
      emptyAllowed: true,
      onAnswer: ({ xml }) => {
        if (!xml?.includes(RESULT)) {
          complete = noteUnreadable(context, 'the answer is none of GetAccountAuthorizationDetails')
          return
        }
        for (const [role, names] of unknownXmlMembers(xml, 'RoleDetailList', 'Arn', ROLE))
          unknown.set(role, names)
      },
    })
    for (;;) {
      const page = await pages.next()
      if (page.done) {
        complete &&= page.value.complete
        break
      }
      for (const item of page.value) {
        const entry = asObject(item)
        const arn = asText(entry.Arn)
        if (arn && asText(entry.RoleName)) listed.push(entry)
        else if (arn?.includes(':policy/')) policies.add(entry)
        else complete = noteUnreadable(context, 'a role or policy has no name or ARN')
      }
    }
    const records = listed.map((role) =>
      readRole(role, policies, complete, context.account.id, GLOBAL_REGION),
    )
    for (let from = 0; from < records.length; from += BATCH_SIZE) yield records.slice(from, from + BATCH_SIZE)
    return { complete }
  },
})

function noteUnreadable(context: CollectorContext, message: string): false {
  context.report.addProblem(getDetails, { state: 'malformed', code: 'UnreadableRole', message })
  return false
}
