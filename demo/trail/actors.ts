import { readOnlyRole } from '#demo/estate/accounts.ts'
import type { FunctionSpec } from '#demo/estate/model.ts'
import type { people } from '#demo/estate/names.ts'
import { awsIdFrom, hash32, hexFrom } from '#demo/estate/prng.ts'
import type { Act, Actor } from './act.ts'

export const ssoRole = 'AWSReservedSSO_AdministratorAccess_3c2a8f1b0d9e4a75'
const browser =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0.0.0 Safari/537.36'

/** A console session of a person: through the company's single sign-on or, without MFA, as an old IAM user. */
export function personSession(accountId: string, person: (typeof people)[number], startedMs: number): Actor {
  const shared = {
    accountId,
    accessKeyId: awsIdFrom('ASIA', accountId, person.name, startedMs),
    sessionStartedMs: startedMs,
    mfa: person.mfa,
    console: true,
    ip: person.ip,
    agent: browser,
  }
  if (!person.mfa) return { ...shared, kind: 'iam-user', name: person.name }
  return {
    ...shared,
    kind: 'assumed-role',
    name: ssoRole,
    rolePath: '/aws-reserved/sso.amazonaws.com/eu-west-1/',
    session: `${person.name}@shop.example`,
  }
}

/** A run of the deployment pipeline, signed in through GitHub's OIDC provider. */
export function pipelineSession(accountId: string, run: number, startedMs: number): Actor {
  return {
    accountId,
    kind: 'assumed-role',
    name: 'gha-deploy',
    session: `GitHubActions-${run}`,
    accessKeyId: awsIdFrom('ASIA', accountId, 'gha', run, startedMs),
    sessionStartedMs: startedMs,
    federatedBy: `arn:aws:iam::${accountId}:oidc-provider/token.actions.githubusercontent.com`,
    ip: `20.${(run % 60) + 60}.${(run >> 3) & 255}.${(run >> 5) & 127}`,
    agent:
      'aws-sdk-js/3.1150.0 ua/2.1 os/linux#6.11.0-1018-azure lang/js md/nodejs#24.9.0 api/lambda#3.1150.0 exec-env/GitHubActions',
  }
}

/** The session that Lambda gives a function's code: the session name is the function's name. */
export function functionSession(fn: FunctionSpec, startedMs: number): Actor {
  const host = hash32(fn.key, Math.floor(startedMs / 3_600_000))
  return {
    accountId: fn.accountId,
    kind: 'assumed-role',
    name: fn.roleName,
    session: fn.name,
    accessKeyId: awsIdFrom('ASIA', fn.arn, startedMs),
    sessionStartedMs: startedMs,
    ip: `54.${(host & 63) + 70}.${(host >> 8) & 255}.${(host >> 16) & 255}`,
    agent: `aws-sdk-nodejs/3.1100.0 exec-env/AWS_Lambda_${fn.runtime ?? 'Image'}`,
  }
}

/** The watcher itself, as the watched account's trail shows it. */
export function watcherSession(accountId: string, startedMs: number): Actor {
  return {
    accountId,
    kind: 'assumed-role',
    name: readOnlyRole,
    session: 'sightline',
    accessKeyId: awsIdFrom('ASIA', accountId, 'sightline', startedMs),
    sessionStartedMs: startedMs,
    ip: '203.0.113.90',
    agent: 'aws-sdk-js/3.1162.0 ua/2.1 os/linux#6.8.0 lang/js md/nodejs#24.21.0 app/sightline',
  }
}

/** An AWS service acting on its own account. */
export function awsService(accountId: string, host: string): Actor {
  return { accountId, kind: 'service', name: host, invokedBy: host, ip: host, agent: host }
}

/** The federation and the console sign-in that begin a person's session. */
export function signInActs(actor: Actor, region: string): Act[] {
  const startedMs = actor.sessionStartedMs ?? 0
  const roleArn = `arn:aws:iam::${actor.accountId}:role${actor.rolePath ?? '/'}${actor.name}`
  const assumed = `arn:aws:sts::${actor.accountId}:assumed-role/${actor.name}/${actor.session}`
  const login: Act = {
    timeMs: startedMs,
    region,
    source: 'signin.amazonaws.com',
    name: 'ConsoleLogin',
    readOnly: false,
    actor: { ...actor, accessKeyId: undefined },
    resources: [],
    parameters: null,
    response: { ConsoleLogin: 'Success' },
    eventType: 'AwsConsoleSignIn',
    extra: {
      additionalEventData: {
        LoginTo: `https://${region}.console.aws.amazon.com/console/home`,
        MobileVersion: 'No',
        MFAUsed: actor.mfa ? 'Yes' : 'No',
      },
    },
  }
  if (actor.kind === 'iam-user') return [login]
  return [
    {
      timeMs: startedMs - 2_000,
      region,
      source: 'sts.amazonaws.com',
      name: 'AssumeRoleWithSAML',
      readOnly: true,
      actor: awsService(actor.accountId, 'sso.amazonaws.com'),
      resources: [{ type: 'AWS::IAM::Role', name: roleArn, arn: roleArn }],
      parameters: {
        sAMLAssertionID: `_${hexFrom(32, actor.accessKeyId ?? '')}`,
        roleSessionName: actor.session,
        roleArn,
        principalArn: `arn:aws:iam::${actor.accountId}:saml-provider/AWSSSO_5d1f_DO_NOT_DELETE`,
        durationSeconds: 43_200,
      },
      response: {
        credentials: {
          accessKeyId: actor.accessKeyId,
          sessionToken: '********',
          expiration: new Date(startedMs + 43_200_000).toUTCString(),
        },
        assumedRoleUser: {
          assumedRoleId: `${awsIdFrom('AROA', actor.accountId, actor.name)}:${actor.session}`,
          arn: assumed,
        },
        subject: actor.session,
        issuer: 'https://portal.sso.eu-west-1.amazonaws.com/saml/assertion/demo',
      },
    },
    login,
  ]
}
