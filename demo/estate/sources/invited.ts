import type { Account, FunctionSpec, Statement } from '#demo/estate/model.ts'
import { hexFrom } from '#demo/estate/prng.ts'

/** The parts of functions that a region's log group, user pool, bus and services call; kept apart from hostile ones. */
export type Invited = {
  logs?: FunctionSpec
  logged?: FunctionSpec
  signUp?: FunctionSpec
  token?: FunctionSpec
  sms?: FunctionSpec
  bus?: FunctionSpec
  thing?: FunctionSpec
  rule?: FunctionSpec
}

export const userPoolId = (account: Account, region: string) =>
  `${region}_${hexFrom(9, account.id, region, 'pool').toUpperCase()}`

export const domainBus = 'domain-events'

export function invitedOf(functions: readonly FunctionSpec[]): Invited {
  const free = functions.filter((fn) => !fn.cast && fn.rawPolicy === undefined && !fn.overrides).slice(24)
  const [logs, logged, signUp, token, sms, bus, thing, rule] = free
  return { logs, logged, signUp, token, sms, bus, thing, rule }
}

/** Adds the grants that their callers need: CloudWatch Logs, Cognito, IoT, Config, and a rule of a bus of one's own. */
export function addInvitedGrants(account: Account, region: string, functions: FunctionSpec[]): void {
  const { logs, logged, signUp, token, sms, bus, thing, rule } = invitedOf(functions)
  const grant = (fn: FunctionSpec | undefined, principal: string, source: string) => {
    const statement: Statement = {
      Sid: `${principal}-invoke`,
      Effect: 'Allow',
      Principal: { Service: `${principal}.amazonaws.com` },
      Action: 'lambda:InvokeFunction',
      Resource: fn?.arn,
      Condition: {
        ArnLike: { 'AWS:SourceArn': source },
        StringEquals: { 'AWS:SourceAccount': account.id },
      },
    }
    fn?.statements.push(statement)
  }
  const at = `${region}:${account.id}`
  grant(logs, 'logs', `arn:aws:logs:${at}:log-group:/aws/lambda/${logged?.name}:*`)
  grant(logs, 'logs', `arn:aws:logs:${at}:log-group:/shop/audit:*`)
  const pool = `arn:aws:cognito-idp:${at}:userpool/${userPoolId(account, region)}`
  for (const fn of [signUp, token, sms]) grant(fn, 'cognito-idp', pool)
  grant(bus, 'events', `arn:aws:events:${at}:rule/${domainBus}/route-to-${bus?.name}`)
  grant(thing, 'iot', `arn:aws:iot:${at}:rule/parcel_scanner`)
  grant(rule, 'config', `arn:aws:config:${at}:config-rule/config-rule-${hexFrom(6, region)}`)
}
