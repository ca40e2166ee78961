import type { ActionTable } from '#server/domain/iam/action-table.ts'
import { actionsOfEvent, serviceOfSource } from './action-of-event.ts'
import { type GrantedAction, serviceOf } from './granted-actions.ts'
import { isDenied, type ObservedCall } from './observed-call.ts'
import { resourcesOfCall } from './resources-of-call.ts'
import { because, type Wants } from './wants.ts'

export type ObservedSummary = {
  /** IAM prefixes of all services of which there is any call, refused ones too. */
  services: Set<string>
  denied: ObservedCall[]
  /** `service:EventName` of calls for which no action is known. */
  unmapped: string[]
  /** Actions that were used though no identity policy grants them. */
  ungranted: string[]
}

/** Adds what was seen to the wants. Each call keeps every action that it may have needed and today's policies grant. */
export function wantObserved(
  observed: ObservedCall[],
  granted: Map<string, GrantedAction>,
  table: ActionTable,
  wants: Wants,
): ObservedSummary {
  const summary: ObservedSummary = { services: new Set(), denied: [], unmapped: [], ungranted: [] }
  const isKnown = (action: string) => table.has(action) || granted.has(action.toLowerCase())
  for (const call of observed) {
    const service = serviceOfSource(call.eventSource)
    summary.services.add(service)
    if (isDenied(call)) summary.denied.push(call)
    else if (!wantCall(call, granted, isKnown, wants, summary)) {
      summary.unmapped.push(`${service}:${call.eventName}`)
      wantService(service, call, granted, wants)
    }
  }
  return summary
}

function wantCall(
  call: ObservedCall,
  granted: Map<string, GrantedAction>,
  isKnown: (action: string) => boolean,
  wants: Wants,
  summary: ObservedSummary,
): boolean {
  const needed = actionsOfEvent(call.eventSource, call.eventName, isKnown)
  if (!needed) return false
  const held = needed.actions.flatMap((action) => granted.get(action.toLowerCase()) ?? [])
  if (held.length === 0 && needed.actions.length > 0) summary.ungranted.push(...needed.actions)
  for (const { name } of held) {
    const resources = needed.touchesMore ? null : resourcesOfCall(name, call.resources)
    wants.add(name, 'keep', resources, seen(call))
  }
  const passesRole = needed.actions.some((action) => PASSES_ROLE.test(action))
  const optional = [...(needed.perhaps ?? []), ...optionalOf(needed.actions)]
  for (const action of optional) {
    const grant = granted.get(action.toLowerCase())
    const isMeant = action === 'iam:PassRole' ? passesRole : grant?.width === 'named'
    if (grant && isMeant)
      wants.add(
        grant.name,
        'keep',
        needed.touchesMore || action === 'iam:PassRole' ? null : resourcesOfCall(grant.name, call.resources),
        because(
          'event',
          `some forms of ${call.eventName}, which was seen, need it`,
          call.lastAt,
          call.eventId,
        ),
      )
  }
  return true
}

/** Calls of services that run something as a role that the caller names. */
const PASSES_ROLE =
  /^(?:lambda:(?:Create|Update)Function|ec2:(?:Run|Associate|Replace|Request)|ecs:(?:Register|Run|Start|Create|Update)|(?:apprunner|autoscaling|batch|bedrock|bedrock-agentcore|cloudformation|codebuild|codedeploy|codepipeline|datapipeline|elasticmapreduce|emr-serverless|firehose|glue|imagebuilder|iot|kinesisanalytics|omics|pipes|sagemaker|scheduler|ssm|states|transfer|transcribe|comprehend|rekognition):(?:Create|Update|Run|Start|Register|Put)|events:Put(?:Rule|Targets)|s3:PutBucket|s3:PutReplication|logs:PutSubscription|logs:PutDestination)/i

/** Tags and roles that a call hands over have no event of their own. */
function optionalOf(actions: string[]): string[] {
  return actions.flatMap((action) => {
    if (!/:(?:Create|Run|Register|Put|Update|Start|Request|Import|Copy)/.test(action)) return []
    const tagging = ['TagResource', 'CreateTags', 'AddTags', 'AddTagsToResource', 'TagResources']
    return ['iam:PassRole', ...tagging.map((name) => `${serviceOf(action)}:${name}`)]
  })
}

function wantService(
  service: string,
  call: ObservedCall,
  granted: Map<string, GrantedAction>,
  wants: Wants,
): void {
  for (const [key, { name }] of granted) {
    if (serviceOf(key) !== service) continue
    const text = `${call.eventName} of ${service} was seen, and its action is not known: all of ${service} stays`
    wants.add(name, 'keep', null, because('event', text, call.lastAt, call.eventId))
  }
}

const seen = (call: ObservedCall) =>
  because(
    'event',
    `${call.eventName} was called${call.count > 1 ? ` ${call.count} times` : ''}${call.errorCode ? ` (${call.errorCode})` : ''}`,
    call.lastAt,
    call.eventId,
  )
