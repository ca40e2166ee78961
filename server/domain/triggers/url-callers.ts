import type { RequestPrincipal } from '#server/domain/iam/evaluate.ts'
import type { Caller } from './admission.ts'

/** Keys that an unsigned request has no values for. Source: IAM global condition keys. */
const NOT_OF_ANONYMOUS = [
  'aws:principalarn',
  'aws:principalaccount',
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:principaltype',
  'aws:principalservicename',
  'aws:userid',
  'aws:username',
  'aws:sourcearn',
  'aws:sourceaccount',
  'aws:sourceorgid',
  'aws:sourceorgpaths',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:vpcsourceip',
]

const ANYONE: RequestPrincipal = { type: '*', value: '*' }

/** A request without credentials from some address of the internet. */
export function anonymousCaller(): Caller {
  const context = new Map<string, string[] | null>(NOT_OF_ANONYMOUS.map((key) => [key, null]))
  context.set('aws:securetransport', ['true'])
  context.set('aws:principalisawsservice', ['false'])
  return { principal: ANYONE, context }
}

/**
 * The same caller as a function URL presents it for each of the two actions that it needs: InvokeFunctionUrl, and
 * InvokeFunction by way of the URL. Source: Lambda developer guide, "Control access to Lambda function URLs".
 */
export function urlCallers(
  { principal, context }: Caller,
  authType: string,
): [byUrl: Caller, byFunction: Caller] {
  const byUrl = new Map(context).set('lambda:functionurlauthtype', [authType])
  const byFunction = new Map(context).set('lambda:invokedviafunctionurl', ['true'])
  byFunction.delete('lambda:functionurlauthtype')
  return [
    { principal, context: byUrl },
    { principal, context: byFunction },
  ]
}
