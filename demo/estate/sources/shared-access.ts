import type { Account } from '#demo/estate/model.ts'
import { organizationId } from '#demo/estate/organization.ts'
import { fate } from './grants.ts'

const policy = (statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements })

const inOrganization = { StringEquals: { 'aws:PrincipalOrgID': organizationId } }

/** Who may send to a queue: mostly the account alone, then SNS by its topic; anyone at the one that is `open`. */
export function queuePolicy(arn: string, open: boolean): string | undefined {
  const send = { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: arn }
  if (open) return policy([{ ...send, Sid: 'partners', Principal: '*' }])
  if (fate(arn, 'policy') < 0.6) return undefined
  const ArnEquals = { 'aws:SourceArn': arn.replace(':sqs:', ':sns:') }
  return policy([
    { ...send, Sid: 'topic', Principal: { Service: 'sns.amazonaws.com' }, Condition: { ArnEquals } },
  ])
}

/** SNS gives every topic a policy that only its owner passes. */
export function topicPolicy(arn: string, accountId: string, open: boolean): string {
  const actions = ['SNS:GetTopicAttributes', 'SNS:Subscribe', 'SNS:Publish']
  const statement = { Effect: 'Allow', Principal: { AWS: '*' }, Action: actions, Resource: arn }
  const Condition = { StringEquals: { 'AWS:SourceOwner': accountId } }
  return JSON.stringify({
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [{ Sid: '__default_statement_ID', ...statement, ...(open ? {} : { Condition }) }],
  })
}

/** A bus of the account's own takes events of the organisation, one of them of anyone; the default one has no policy. */
export function busPolicy(arn: string): string | undefined {
  const name = arn.split(':event-bus/')[1] ?? ''
  if (name === 'default') return undefined
  const put = { Sid: name, Effect: 'Allow', Principal: '*', Action: 'events:PutEvents', Resource: arn }
  return policy([fate(arn, 'open') < 0.15 ? put : { ...put, Condition: inOrganization }])
}

export type BucketAccess = {
  policy?: string
  /** Whether all four settings are on; undefined where none was ever made. */
  blocked?: boolean
}

/** Buckets are kept from being public, but for one in nine, half of which anyone may put files into. */
export function bucketAccess(name: string): BucketAccess {
  const draw = fate(name, 'access')
  const arn = `arn:aws:s3:::${name}`
  const secure = {
    Sid: 'tls',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  }
  if (draw > 0.11) return { blocked: true, ...(draw > 0.4 ? { policy: policy([secure]) } : {}) }
  if (draw > 0.055) return {}
  const drop = {
    Sid: 'drop',
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:PutObject',
    Resource: `${arn}/incoming/*`,
  }
  return { blocked: false, policy: policy([secure, drop]) }
}

/** Whether an account keeps all of its buckets from being public, whatever they say; the home account does not. */
export const accountBlocksPublicAccess = (account: Account) => !account.home
