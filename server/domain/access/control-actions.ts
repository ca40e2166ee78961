import { allowedResources } from '#server/domain/iam/may-perform.ts'
import type { PrincipalPolicies } from '#server/domain/iam/principal-policies.ts'
import { asFarAsSeen } from './as-far-as-seen.ts'

/** What changes a function, decides who may, or makes its role one's own. */
export const CONTROL_ACTIONS = [
  'lambda:UpdateFunctionCode',
  'lambda:UpdateFunctionConfiguration',
  'lambda:AddPermission',
  'lambda:PutResourcePolicy',
  'lambda:UpdateAlias',
  'lambda:CreateFunctionUrlConfig',
  'lambda:UpdateFunctionUrlConfig',
  'lambda:CreateEventSourceMapping',
  'lambda:PublishLayerVersion',
  'lambda:CreateFunction',
  'iam:PassRole',
  'iam:PutRolePolicy',
  'iam:AttachRolePolicy',
  'iam:CreatePolicyVersion',
  'iam:SetDefaultPolicyVersion',
  'iam:UpdateAssumeRolePolicy',
  'sts:AssumeRole',
  'ecr:PutImage',
] as const
export type ControlAction = (typeof CONTROL_ACTIONS)[number]

const held = new WeakMap<PrincipalPolicies, ReadonlySet<ControlAction>>()

/** The control actions that a principal holds on anything at all, kept for each principal. */
export function controlSet(principal: PrincipalPolicies): ReadonlySet<ControlAction> {
  const known = held.get(principal)
  if (known) return known
  const seen = asFarAsSeen(principal)
  const found = new Set(CONTROL_ACTIONS.filter((action) => allowedResources(seen, action) !== null))
  held.set(principal, found)
  return found
}

/** Which control actions a principal may perform on anything: whoever has none can be left out of `takeovers`. */
export function controlsOf(principal: PrincipalPolicies): string[] {
  return [...controlSet(principal)]
}
