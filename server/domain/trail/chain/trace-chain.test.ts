import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACCOUNT } from '#server/testing/records/function-record.ts'
import { iamUser, type Raw, roleSession, trailRecord } from '#server/testing/records/trail-record.ts'
import type { ChainRecord, Clue } from './chain.ts'
import { traceChain } from './trace-chain.ts'

const STORED_MS = Date.parse('2026-11-01T00:00:00Z')
const BROWSER = 'Mozilla/5.0 (X11; Linux x86_64)'
const arnOf = (role: string, session: string) => `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${session}`
const created = (at: string, mfa = 'false') => ({
  context: { attributes: { creationDate: `2026-11-20T${at}Z`, mfaAuthenticated: mfa } },
})

function event(name: string, at: string, identity: Raw | null, more: Raw = {}): ChainRecord {
  const source = /Login|SwitchRole|UserAuth/.test(name)
    ? 'signin'
    : /Federate|RoleCred/.test(name)
      ? 'sso'
      : /Assume|Token/.test(name)
        ? 'sts'
        : 'lambda'
  return trailRecord(
    {
      eventName: name,
      eventTime: `2026-11-20T${at}Z`,
      eventSource: `${source}.amazonaws.com`,
      userIdentity: identity,
      ...more,
    },
    `${name} ${at}`,
  )
}

const gives = (key: string, role?: string, session?: string): Raw => ({
  requestParameters: role
    ? { roleArn: `arn:aws:iam::${ACCOUNT}:role/${role}`, roleSessionName: session }
    : {},
  responseElements: {
    credentials: { accessKeyId: key, sessionToken: '***' },
    ...(role && session ? { assumedRoleUser: { arn: arnOf(role, session) } } : {}),
  },
})
const login = (at: string, identity: Raw, mfa = 'Yes', said = 'Success') =>
  event('ConsoleLogin', at, identity, {
    eventType: 'AwsConsoleSignIn',
    userAgent: BROWSER,
    responseElements: { ConsoleLogin: said },
    additionalEventData: { MFAUsed: mfa },
  })
const consoleUser = (name: string, at: string) =>
  iamUser(name, {
    accessKeyId: 'ASIACONSOLE',
    sessionContext: { attributes: { creationDate: `2026-11-20T${at}Z`, mfaAuthenticated: 'true' } },
  })
const signingUser = (name: string) => iamUser(name, { accessKeyId: undefined })
const sso = 'AWSReservedSSO_Admin_0a1b'
const service = (host: string) => ({ type: 'AWSService', invokedBy: host })
const call = (identity: Raw | null, more: Raw = {}) => event('UpdateFunctionCode', '09:00:00', identity, more)

type Case = {
  name: string
  call: ChainRecord
  others: ChainRecord[]
  kinds: string[]
  end: string
  says?: RegExp
}

const CASES: Case[] = [
  {
    name: 'a user in the console, back to the sign-in that began the session and to no other',
    call: call(consoleUser('ann', '08:00:00'), { sessionCredentialFromConsole: 'true', userAgent: BROWSER }),
    others: [
      login('08:00:02', signingUser('ann')),
      login('08:01:40', signingUser('ann'), 'No'),
      login('08:00:00', signingUser('bob')),
      login('08:00:01', signingUser('ann'), 'No', 'Failure'),
    ],
    kinds: ['call', 'ConsoleLogin 08:00:02'],
    end: 'login',
  },
  {
    name: 'a long-term key, with who made it',
    call: call(iamUser('ann')),
    others: [
      event('CreateAccessKey', '07:00:00', iamUser('root-of-evil'), {
        responseElements: { accessKey: { accessKeyId: 'AKIAEXAMPLE' } },
      }),
    ],
    kinds: ['call', 'CreateAccessKey 07:00:00'],
    end: 'long-term-key',
  },
  {
    name: 'a long-term key of old',
    call: call(iamUser('ann')),
    others: [],
    kinds: ['call'],
    end: 'long-term-key',
  },
  {
    name: 'a user who took a role with a key and MFA',
    call: call(roleSession('support', 's1', { accessKeyId: 'ASIA1' })),
    others: [
      event(
        'AssumeRole',
        '08:30:00',
        iamUser('ann', { accessKeyId: 'ASIATOKEN' }),
        gives('ASIA1', 'support', 's1'),
      ),
      event('GetSessionToken', '08:20:00', iamUser('ann'), {
        ...gives('ASIATOKEN'),
        requestParameters: { serialNumber: 'arn:aws:iam::1:mfa/ann' },
      }),
    ],
    kinds: ['call', 'AssumeRole 08:30:00', 'GetSessionToken 08:20:00'],
    end: 'long-term-key',
  },
  {
    name: 'roles taken from roles',
    call: call(roleSession('c', 's3', { accessKeyId: 'ASIA3' })),
    others: [
      event(
        'AssumeRole',
        '08:50:00',
        roleSession('b', 's2', { accessKeyId: 'ASIA2' }),
        gives('ASIA3', 'c', 's3'),
      ),
      event(
        'AssumeRole',
        '08:40:00',
        roleSession('a', 's1', { accessKeyId: 'ASIA1' }),
        gives('ASIA2', 'b', 's2'),
      ),
      event(
        'AssumeRoleWithWebIdentity',
        '08:30:00',
        {
          type: 'WebIdentityUser',
          userName: 'repo:shop/orders',
          identityProvider: 'token.actions.githubusercontent.com',
        },
        gives('ASIA1', 'a', 's1'),
      ),
    ],
    kinds: ['call', 'AssumeRole 08:50:00', 'AssumeRole 08:40:00', 'AssumeRoleWithWebIdentity 08:30:00'],
    end: 'web-identity',
    says: /token\.actions\.githubusercontent\.com vouched for repo:shop\/orders/,
  },
  {
    name: 'a SAML provider',
    call: call(roleSession('adfs', 'ann', { accessKeyId: 'ASIA1' })),
    others: [
      event(
        'AssumeRoleWithSAML',
        '08:30:00',
        { type: 'SAMLUser', userName: 'ann' },
        {
          ...gives('ASIA1'),
          requestParameters: {
            principalArn: 'arn:aws:iam::1:saml-provider/adfs',
            roleArn: 'arn:aws:iam::1:role/adfs',
          },
        },
      ),
    ],
    kinds: ['call', 'AssumeRoleWithSAML 08:30:00'],
    end: 'identity-provider',
    says: /saml-provider\/adfs/,
  },
  {
    name: 'Identity Center with the portal in the same store',
    call: call(roleSession(sso, 'ann@example.com', { accessKeyId: 'ASIA1', ...created('08:30:00') })),
    others: [
      event('AssumeRoleWithSAML', '08:30:00', service('sso.amazonaws.com'), {
        ...gives('ASIA1', `aws-reserved/sso.amazonaws.com/${sso}`, 'ann@example.com'),
      }),
      event(
        'Federate',
        '08:29:59',
        { type: 'Unknown', userName: 'ann@example.com' },
        { serviceEventDetails: { role_name: 'Admin', account_id: ACCOUNT } },
      ),
      event(
        'Federate',
        '08:29:58',
        { type: 'Unknown', userName: 'bob@example.com' },
        { serviceEventDetails: { role_name: 'Admin' } },
      ),
      event(
        'UserAuthentication',
        '06:00:00',
        { type: 'IdentityCenterUser', userName: 'ann@example.com' },
        { responseElements: { UserAuthentication: 'Success' } },
      ),
    ],
    kinds: ['call', 'AssumeRoleWithSAML 08:30:00', 'Federate 08:29:59', 'UserAuthentication 06:00:00'],
    end: 'login',
  },
  {
    name: 'Identity Center in the console, its portal in another account',
    call: call(roleSession(sso, 'ann@example.com', { accessKeyId: 'ASIA9', ...created('08:30:02') }), {
      sessionCredentialFromConsole: 'true',
      userAgent: BROWSER,
    }),
    others: [
      login(
        '08:30:02',
        roleSession(sso, 'ann@example.com', { accessKeyId: undefined, ...created('08:30:00') }),
      ),
      event(
        'AssumeRoleWithSAML',
        '08:30:00',
        service('sso.amazonaws.com'),
        gives('ASIA1', `aws-reserved/sso.amazonaws.com/${sso}`, 'ann@example.com'),
      ),
    ].map((one) =>
      one.eventName === 'AssumeRoleWithSAML'
        ? {
            ...one,
            raw: {
              ...one.raw,
              responseElements: { assumedRoleUser: { arn: arnOf(sso, 'ann@example.com') } },
            },
          }
        : one,
    ),
    kinds: ['call', 'ConsoleLogin 08:30:02', 'AssumeRoleWithSAML 08:30:00'],
    end: 'identity-provider',
    says: /ann@example\.com came through IAM Identity Center/,
  },
  {
    name: 'a role changed into in the console',
    call: call(roleSession('admin', 'ann', { accessKeyId: 'ASIA7', ...created('08:45:00') }), {
      sessionCredentialFromConsole: 'true',
      userAgent: BROWSER,
    }),
    others: [
      event('SwitchRole', '08:45:00', roleSession('admin', 'ann', { accessKeyId: undefined }), {
        additionalEventData: { SwitchFrom: `arn:aws:iam::${ACCOUNT}:user/ann` },
        responseElements: { SwitchRole: 'Success' },
      }),
      login('07:00:00', signingUser('ann')),
    ],
    kinds: ['call', 'SwitchRole 08:45:00', 'ConsoleLogin 07:00:00'],
    end: 'login',
  },
  {
    name: 'a role taken from another account whose record is here too',
    call: call(roleSession('deploy', 's', { accessKeyId: 'ASIA1' })),
    others: [
      event(
        'AssumeRole',
        '08:00:00',
        { type: 'AWSAccount', principalId: 'AIDA:x', accountId: '999988887777' },
        { ...gives('ASIA1', 'deploy', 's'), sharedEventID: 'shared-1' },
      ),
      {
        ...event('AssumeRole', '08:00:00', iamUser('eve'), {
          sharedEventID: 'shared-1',
          responseElements: null,
        }),
        eventId: 'twin',
      },
    ],
    kinds: ['call', 'AssumeRole 08:00:00', 'twin'],
    end: 'long-term-key',
  },
  {
    name: 'a role taken from an account that is not watched',
    call: call(roleSession('deploy', 's', { accessKeyId: 'ASIA1' })),
    others: [
      event(
        'AssumeRole',
        '08:00:00',
        { type: 'AWSAccount', accountId: '999988887777' },
        { ...gives('ASIA1', 'deploy', 's'), sharedEventID: 'shared-1' },
      ),
    ],
    kinds: ['call', 'AssumeRole 08:00:00'],
    end: 'other-account',
    says: /account 999988887777/,
  },
  {
    name: "a function's own session",
    call: call(roleSession('orders-api-role', 'orders-api', { accessKeyId: 'ASIA1' })),
    others: [
      event(
        'AssumeRole',
        '08:00:00',
        service('lambda.amazonaws.com'),
        gives('ASIA1', 'orders-api-role', 'orders-api'),
      ),
    ],
    kinds: ['call', 'AssumeRole 08:00:00'],
    end: 'service',
    says: /^lambda\.amazonaws\.com did this by itself/,
  },
  {
    name: 'a service',
    call: call(service('cloudformation.amazonaws.com')),
    others: [],
    kinds: ['call'],
    end: 'service',
  },
  {
    name: 'an instance',
    call: call(roleSession('web', 'i-0123456789abcdef0', { context: { ec2RoleDelivery: '2.0' } })),
    others: [],
    kinds: ['call'],
    end: 'service',
    says: /EC2 instance/,
  },
  {
    name: 'a session from before the stored window',
    call: call(roleSession('x', 's', { context: { attributes: { creationDate: '2026-10-31T23:59:00Z' } } })),
    others: [],
    kinds: ['call'],
    end: 'not-stored',
  },
  {
    name: 'a session that nothing shows the beginning of',
    call: call(roleSession('x', 's')),
    others: [],
    kinds: ['call'],
    end: 'not-recorded',
  },
  {
    name: 'a session that a web identity provider vouched for, as it says itself',
    call: call(
      roleSession('x', 's', {
        context: { webIdFederationData: { federatedProvider: 'cognito-identity.amazonaws.com' } },
      }),
    ),
    others: [],
    kinds: ['call'],
    end: 'web-identity',
  },
  {
    name: 'root',
    call: call({
      type: 'Root',
      accountId: ACCOUNT,
      arn: `arn:aws:iam::${ACCOUNT}:root`,
      accessKeyId: 'ASIAROOT',
      sessionContext: { attributes: { creationDate: '2026-11-20T08:55:00Z' } },
    }),
    others: [
      login('08:55:00', { type: 'Root', accountId: ACCOUNT, arn: `arn:aws:iam::${ACCOUNT}:root` }, 'No'),
    ],
    kinds: ['call', 'ConsoleLogin 08:55:00'],
    end: 'login',
  },
  {
    name: 'a federation token',
    call: call({
      type: 'FederatedUser',
      arn: `arn:aws:sts::${ACCOUNT}:federated-user/eve`,
      accountId: ACCOUNT,
      accessKeyId: 'ASIAF',
    }),
    others: [event('GetFederationToken', '08:00:00', iamUser('ann'), gives('ASIAF'))],
    kinds: ['call', 'GetFederationToken 08:00:00'],
    end: 'long-term-key',
  },
  { name: 'nobody', call: call(null), others: [], kinds: ['call'], end: 'unknown' },
  {
    name: 'a key that was given out where the call was denied',
    call: call(roleSession('x', 's', { accessKeyId: 'ASIA1' })),
    others: [
      event('AssumeRole', '08:00:00', iamUser('ann'), { ...gives('ASIA1'), errorCode: 'AccessDenied' }),
    ],
    kinds: ['call'],
    end: 'not-recorded',
  },
]

const among = (records: ChainRecord[]) => async (_: Clue) => records

describe('the way back from', () => {
  it.each(CASES)('$name', async ({ call: from, others, kinds, end, says }) => {
    const chain = await traceChain(from, among([from, ...others]), STORED_MS)
    expect(chain.hops.map(({ kind, record }) => (kind === 'call' ? kind : record.eventId))).toEqual(kinds)
    expect(chain.end.kind).toBe(end)
    expect(chain.end.text).toMatch(says ?? /./)
  })
})

it('says of each step whether it is sure, and of each sign-in whether it had a second factor', async () => {
  const from = call(consoleUser('ann', '08:00:00'), { sessionCredentialFromConsole: 'true' })
  const { hops } = await traceChain(from, among([login('08:00:00', signingUser('ann'), 'No')]), STORED_MS)
  expect(hops.map(({ certainty, mfa }) => [certainty, mfa])).toEqual([
    ['sure', 'yes'],
    ['likely', 'no'],
  ])
})

it('ends in a circle of keys', async () => {
  const [a, b] = ['ASIA1', 'ASIA2'].map((key, i) =>
    event(
      'AssumeRole',
      `08:00:0${i}`,
      roleSession('x', 's', { accessKeyId: key }),
      gives(key === 'ASIA1' ? 'ASIA2' : 'ASIA1', 'x', 's'),
    ),
  )
  if (!a || !b) throw new Error('no records')
  const { hops, end } = await traceChain(
    call(roleSession('x', 's', { accessKeyId: 'ASIA1' })),
    among([a, b]),
    STORED_MS,
  )
  expect(hops.length).toBeLessThanOrEqual(3)
  expect(end.kind).toBe('not-recorded')
})

it('ends whatever a record is made of', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.object({ maxDepth: 3 }),
      fc.constantFrom(
        'Root',
        'IAMUser',
        'AssumedRole',
        'SAMLUser',
        'Unknown',
        'AWSAccount',
        'AWSService',
        '',
      ),
      async (any, type) => {
        const from = call(
          { ...any, type },
          {
            requestParameters: any,
            additionalEventData: any,
            responseElements: any,
            serviceEventDetails: any,
          },
        )
        const { hops } = await traceChain(from, among([from]), STORED_MS)
        expect(hops).toHaveLength(1)
      },
    ),
  )
})

it('is sure of the role where the call after the sign-in has the key that came with it', async () => {
  const session = (more: Raw) => roleSession(sso, 'ann@example.com', { ...more, ...created('08:30:00') })
  const from = call(session({ accessKeyId: 'ASIA1' }), {
    sessionCredentialFromConsole: 'true',
    userAgent: BROWSER,
  })
  const role = `aws-reserved/sso.amazonaws.com/${sso}`
  const saml = event(
    'AssumeRoleWithSAML',
    '08:30:00',
    service('sso.amazonaws.com'),
    gives('ASIA1', role, 'ann@example.com'),
  )
  const { hops } = await traceChain(
    from,
    among([saml, login('08:30:02', session({ accessKeyId: undefined }))]),
    STORED_MS,
  )
  expect(hops.map(({ kind, certainty }) => [kind, certainty])).toEqual([
    ['call', 'sure'],
    ['login', 'likely'],
    ['saml', 'sure'],
  ])
})
