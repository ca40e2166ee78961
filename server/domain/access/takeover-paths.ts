import { parseArn } from '#server/domain/arn.ts'
import { valueOr } from '#server/domain/field.ts'
import { evaluate } from '#server/domain/iam/evaluate.ts'
import { compileGlob, type Glob, matchesGlob } from '#server/domain/iam/glob.ts'
import { allowedResources } from '#server/domain/iam/may-perform.ts'
import type { PrincipalPolicies } from '#server/domain/iam/principal-policies.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'
import { asFarAsSeen } from './as-far-as-seen.ts'
import { type ControlAction, controlSet } from './control-actions.ts'

/** One way to a function or its role, by a principal's own policies. */
export type Way = { actions: string[]; path: string[]; conditional: boolean }
type May = { conditional: boolean } | null

/** On what a principal may perform an action: everything freely, or what a closer look must settle. */
type Range = 'everything' | Glob[]
const ranges = new WeakMap<PrincipalPolicies, Map<ControlAction, Range>>()

function rangeOf(principal: PrincipalPolicies, action: ControlAction): Range {
  const known = ranges.get(principal) ?? new Map<ControlAction, Range>()
  ranges.set(principal, known)
  const before = known.get(action)
  if (before) return before
  const allowed = allowedResources(principal, action)
  const patterns = (allowed?.resources ?? []).map((one) => (one.startsWith('arn:') ? widened(one) : '*'))
  const isFree = allowed?.resources.length === 1 && allowed.resources[0] === '*' && !allowed.conditional
  const range = isFree ? 'everything' : patterns.map(compileGlob)
  known.set(action, range)
  return range
}

/** The pattern without its exceptions, variables taken for anything. */
const widened = (pattern: string) => pattern.replace(/ but .*$/, '').replace(/\$\{[^}]*\}/g, '*')

function asker(principal: PrincipalPolicies) {
  const held = controlSet(principal)
  const seen = asFarAsSeen(principal)
  return (action: ControlAction, resource: string, context?: [string, string[]][]): May => {
    if (!held.has(action)) return null
    const range = rangeOf(seen, action)
    if (range === 'everything') return { conditional: false }
    if (!range.some((glob) => matchesGlob(glob, resource) === 'true')) return null
    const { effect, limited } = evaluate(seen, { action, resource, context: new Map(context) })
    return effect === 'allowed' ? { conditional: limited } : null
  }
}

/** Ways to change what the function runs or whom it answers, the most direct first. */
export function waysToFunction(fn: FunctionRecord, principal: PrincipalPolicies): Way[] {
  const may = asker(principal)
  const on = (action: ControlAction, what: string, then: string[] = []): Way[] => {
    const answer = may(action, fn.arn)
    return answer ? [{ actions: [action], path: [`${action} on ${what}`, ...then], ...answer }] : []
  }
  const { name } = fn
  const own = `lambda:UpdateFunctionCode on ${name}, allowed by what it wrote into the policy`
  return [
    ...on('lambda:UpdateFunctionCode', name),
    ...on('lambda:UpdateFunctionConfiguration', name, [`a layer of its own runs in ${name}`]),
    ...on('lambda:AddPermission', name, [own]),
    ...on('lambda:PutResourcePolicy', name, [own]),
    ...indirectWays(fn, may),
    ...((valueOr(fn.aliases, []) ?? []).length > 0
      ? on('lambda:UpdateAlias', name, ['calls of the alias go to another version'])
      : []),
    ...mappingWay(fn, may),
    ...urlWays(fn, may),
  ]
}

/** Code that reaches the function with its next deployment. */
function indirectWays(fn: FunctionRecord, may: ReturnType<typeof asker>): Way[] {
  const layers = (valueOr(fn.layers, []) ?? []).map((layer) => layer.replace(/:\d+$/, ''))
  const repository = repositoryArn(valueOr(fn.imageUri, ''), fn)
  const things: [ControlAction, string, string][] = [
    ...layers.map((layer): [ControlAction, string, string] => ['lambda:PublishLayerVersion', layer, 'layer']),
    ...(repository ? [['ecr:PutImage', repository, 'image'] as [ControlAction, string, string]] : []),
  ]
  return things.flatMap(([action, arn, what]) =>
    may(action, arn)
      ? [
          {
            actions: [action],
            path: [`${action} on ${arn}`, `${fn.name} runs it once it is deployed with the new ${what}`],
            conditional: true,
          },
        ]
      : [],
  )
}

function mappingWay(fn: FunctionRecord, may: ReturnType<typeof asker>): Way[] {
  const { partition } = parseArn(fn.arn) ?? { partition: 'aws' }
  const mapping = `arn:${partition}:lambda:${fn.region}:${fn.accountId}:event-source-mapping:new`
  const answer = may('lambda:CreateEventSourceMapping', mapping, [['lambda:functionarn', [fn.arn]]])
  if (!answer) return []
  const path = [`lambda:CreateEventSourceMapping to ${fn.name}`, `${fn.name} gets events of its choice`]
  return [{ actions: ['lambda:CreateEventSourceMapping'], path, ...answer }]
}

function urlWays(fn: FunctionRecord, may: ReturnType<typeof asker>): Way[] {
  const hasUrl = (valueOr(fn.urls, []) ?? []).length > 0
  const action = hasUrl ? 'lambda:UpdateFunctionUrlConfig' : 'lambda:CreateFunctionUrlConfig'
  const answer = may(action, fn.arn)
  return answer
    ? [
        {
          actions: [action],
          path: [`${action} on ${fn.name}`, `${fn.name} answers at a URL of its making`],
          ...answer,
        },
      ]
    : []
}

function repositoryArn(imageUri: string | undefined, { arn }: FunctionRecord): string | undefined {
  const found = /^(\d{12})\.dkr\.ecr\.([\w-]+)\.amazonaws\.com(?:\.cn)?\/([^:@]+)/.exec(imageUri ?? '')
  return found
    ? `arn:${parseArn(arn)?.partition ?? 'aws'}:ecr:${found[2]}:${found[1]}:repository/${found[3]}`
    : undefined
}

/** What the role's trust policy says of a principal: names it, lets in its account, or neither. */
export type Trusted = { how: 'named' | 'account' | 'no'; conditional: boolean }

/** Ways to what the function's role may do, the most direct first. */
export function waysToRole(
  roleArn: string,
  principal: PrincipalPolicies,
  trusted: Trusted,
  policyArns: string[] = [],
): Way[] {
  const may = asker(principal)
  const name = parseArn(roleArn)?.resource.replace(/^role\//, '') ?? roleArn
  const onRole = (action: ControlAction, then: string[]): Way[] => {
    const answer = may(action, roleArn)
    return answer ? [{ actions: [action], path: [`${action} on ${name}`, ...then], ...answer }] : []
  }
  return [
    ...assumeWay(roleArn, name, principal, trusted),
    ...onRole('iam:UpdateAssumeRolePolicy', [`sts:AssumeRole of ${name}, which then trusts it`]),
    ...passWay(roleArn, name, principal, may),
    ...onRole('iam:PutRolePolicy', [`whatever runs as ${name} may do what it wrote`]),
    ...onRole('iam:AttachRolePolicy', [`whatever runs as ${name} may do what it attached`]),
    ...policyArns.flatMap((arn) => policyWays(arn, name, may)),
  ]
}

/** Ways through a policy of the customer's own that is attached to the role. */
function policyWays(policyArn: string, roleName: string, may: ReturnType<typeof asker>): Way[] {
  const policy = policyArn.split('/').pop() ?? policyArn
  const then = `whatever runs as ${roleName} may do what the version in force says`
  return (['iam:CreatePolicyVersion', 'iam:SetDefaultPolicyVersion'] as const).flatMap((action) => {
    const answer = may(action, policyArn)
    return answer ? [{ actions: [action], path: [`${action} on ${policy}`, then], ...answer }] : []
  })
}

function assumeWay(roleArn: string, name: string, principal: PrincipalPolicies, trusted: Trusted): Way[] {
  if (trusted.how === 'no') return []
  const { effect, limited } = evaluate(asFarAsSeen(principal), {
    action: 'sts:AssumeRole',
    resource: roleArn,
  })
  const isAllowed = trusted.how === 'named' ? effect !== 'explicit deny' : effect === 'allowed'
  if (!isAllowed) return []
  const way = trusted.how === 'named' ? 'the trust policy names it' : 'the trust policy lets in its account'
  return [
    {
      actions: ['sts:AssumeRole'],
      path: [`sts:AssumeRole of ${name}: ${way}`],
      conditional: trusted.conditional || (effect === 'allowed' && limited),
    },
  ]
}

function passWay(
  roleArn: string,
  name: string,
  principal: PrincipalPolicies,
  may: ReturnType<typeof asker>,
): Way[] {
  const passing = may('iam:PassRole', roleArn, [['iam:passedtoservice', ['lambda.amazonaws.com']]])
  const creating = passing ? allowedResources(asFarAsSeen(principal), 'lambda:CreateFunction') : null
  if (!passing || !creating) return []
  return [
    {
      actions: ['iam:PassRole', 'lambda:CreateFunction'],
      path: [`iam:PassRole of ${name}`, `lambda:CreateFunction: a function of its own runs as ${name}`],
      conditional: passing.conditional || creating.conditional,
    },
  ]
}
