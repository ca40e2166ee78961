import type { PolicyCondition } from '#server/domain/iam/policy-document.ts'

/** `binds`: only callers of somebody in particular meet it; `free`: anyone can meet it; `unclear`: nobody can tell. */
export type Binding = 'binds' | 'free' | 'unclear'

/** Keys whose values belong to an account, an organisation, a resource or a network. Source: IAM global condition keys. */
const BINDING_KEYS = new Set([
  'aws:principalaccount',
  'aws:principalarn',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceip',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:sourceowner',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:sourcevpcarn',
  'aws:vpcesourceaccount',
  'aws:vpceaccount',
  'aws:vpceorgid',
  'aws:vpceorgpaths',
  'aws:userid',
  'aws:vpcsourceip',
  'events:creatoraccount',
  'lambda:eventsourcetoken',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
  'sns:endpoint',
])
/** Keys that bind a request to an address or network, whoever sends it. */
const NETWORK_KEYS = new Set(['aws:sourceip', 'aws:vpcsourceip', 'aws:sourcevpc', 'aws:sourcevpce'])
/** Keys whose values callers choose, or that every honest and dishonest request has alike. */
const CHOSEN_KEYS = new Set([
  'aws:multifactorauthpresent',
  'aws:multifactorauthage',
  'aws:principaltype',
  'aws:referer',
  'aws:requestedregion',
  'aws:securetransport',
  'aws:useragent',
  'aws:username',
  'events:detail-type',
  'events:source',
  's3:x-amz-acl',
  's3:x-amz-server-side-encryption',
  'sns:protocol',
])
const POSITIVE = new Set([
  'stringequals',
  'stringequalsignorecase',
  'stringlike',
  'arnequals',
  'arnlike',
  'ipaddress',
])
const EVERYTHING = /^[*:?]*$|^arn:[*:?]*$|^0\.0\.0\.0\/0$|^::\/0$/

/** Whether a condition that nobody could settle keeps strangers out. */
export function bindingOf({ operator, key, values }: PolicyCondition): Binding {
  const lowered = key.trim().toLowerCase()
  const name = operator.toLowerCase().replace(/^for(any|all)values?:/, '')
  if (CHOSEN_KEYS.has(lowered) || lowered.startsWith('aws:principaltag/')) return 'free'
  if (!BINDING_KEYS.has(lowered)) return 'unclear'
  if (name.startsWith('not') || name.startsWith('stringnot') || name.startsWith('arnnot')) return 'free'
  if (!POSITIVE.has(name) || operator.toLowerCase().startsWith('forall')) return 'unclear'
  return values.length === 0 || values.some((value) => EVERYTHING.test(value)) ? 'free' : 'binds'
}

/** Whether a condition is about the network that a request comes from, and not about whose it is. */
export const isOfNetwork = ({ key }: PolicyCondition): boolean => NETWORK_KEYS.has(key.trim().toLowerCase())
