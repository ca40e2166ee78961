import { asText } from '#server/domain/json.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/domain/time.ts'
import type { ChainEnd, ChainRecord, Clue, When } from './chain.ts'
import {
  askedFor,
  identityOf,
  isIdentityCenterRole,
  portalDetails,
  providerOf,
  sessionCreatedMs,
  sessionOf,
  switchedFrom,
} from './read-identity.ts'

/** Clues in the order in which they are tried, and where the way ends when none leads on. */
export type Next = { clues: Clue[]; end: ChainEnd }

/** A session of the console or of a role lasts 12 hours at most. Source: IAM user guide, session duration. */
const SESSION_MS = 12 * HOUR_MS
/** One of Identity Center's access portal 90 days. Source: IAM Identity Center user guide, session duration. */
const PORTAL_MS = 90 * DAY_MS
/** What begins a session and what it says of its beginning differ by seconds. */
const APART_MS = 2 * MINUTE_MS

const UNKNOWN = 'The record does not say who made the call.'

const end = (kind: ChainEnd['kind'], text: string): Next => ({ clues: [], end: { kind, text } })

function gone(record: ChainRecord, storedFromMs: number, what: string): ChainEnd {
  const beganMs = sessionCreatedMs(record)
  if (beganMs !== undefined && beganMs < storedFromMs)
    return { kind: 'not-stored', text: `${what} is older than the events that are stored.` }
  return {
    kind: 'not-recorded',
    text: `No stored record shows ${what.charAt(0).toLowerCase()}${what.slice(1)}: it may be in a region or an account that is not watched, or older than what is stored.`,
  }
}

function federated(provider: string): ChainEnd {
  return {
    kind: 'identity-provider',
    text: `The sign-in itself took place at ${provider}: that provider's own log has it.`,
  }
}

function before(record: ChainRecord, spanMs: number): When {
  const atMs = record.eventTime.getTime()
  return { fromMs: atMs - spanMs, toMs: atMs, aimMs: atMs }
}

const about = (aimMs: number): When => ({ fromMs: aimMs - APART_MS, toMs: aimMs + APART_MS, aimMs })

/** When the session of a record was opened, as it says itself or at most twelve hours before. */
function opened(record: ChainRecord): When {
  const createdMs = sessionCreatedMs(record)
  return createdMs === undefined ? before(record, SESSION_MS) : about(createdMs)
}

function keyOf(record: ChainRecord): Clue[] {
  const { accessKeyId } = record
  const atMs = record.eventTime.getTime()
  const when = { fromMs: 0, toMs: atMs + MINUTE_MS, aimMs: atMs }
  return accessKeyId === null ? [] : [{ by: 'key', accessKeyId, ...when }]
}

/** A federated person in the console signs in to it once the role is taken. */
function consoleLogin(record: ChainRecord): Clue[] {
  if (record.tool !== 'console' || record.eventName === 'ConsoleLogin') return []
  const createdMs = sessionCreatedMs(record)
  const when = before(record, SESSION_MS)
  const fits = createdMs === undefined ? when : { ...when, fromMs: createdMs - APART_MS, aimMs: createdMs }
  return [{ by: 'login', arn: record.actorArn, ...fits }]
}

/** An IAM user or root: a long-term key, or a console session that a sign-in began. */
function ofUser(record: ChainRecord, storedFromMs: number): Next {
  if (record.eventName === 'ConsoleLogin')
    return end('login', `${record.actorName} signed in to the console.`)
  if (record.accessKeyId?.startsWith('AKIA'))
    return {
      clues: keyOf(record),
      end: {
        kind: 'long-term-key',
        text: `${record.actorName} used the long-term access key ${record.accessKeyId}: there is no sign-in before it.`,
      },
    }
  return {
    clues: [...keyOf(record), { by: 'login', arn: record.actorArn, ...opened(record) }],
    end: gone(record, storedFromMs, `The sign-in of ${record.actorName}`),
  }
}

function ofRole(record: ChainRecord, storedFromMs: number): Next {
  const from = record.eventName === 'SwitchRole' ? switchedFrom(record) : undefined
  if (from)
    return {
      clues: [{ by: 'login', arn: from, ...before(record, SESSION_MS) }],
      end: gone(record, storedFromMs, `The sign-in of ${from}`),
    }
  const provider = providerOf(record)
  const clues: Clue[] = [...keyOf(record), { by: 'session', arn: record.actorArn, ...opened(record) }]
  if (sessionOf(record).ec2RoleDelivery !== undefined || /\/i-[0-9a-f]{8,17}$/.test(record.actorArn))
    return {
      clues,
      end: {
        kind: 'service',
        text: 'An EC2 instance has this session from the role of its instance profile: nobody signed in for it.',
      },
    }
  return {
    clues: [...consoleLogin(record), ...clues],
    end: provider
      ? { kind: 'web-identity', text: `${provider} vouched for it; the record of it is not stored.` }
      : gone(record, storedFromMs, 'What took the role'),
  }
}

function ofPortal(record: ChainRecord, person: string, role: string): Next {
  return {
    clues: [
      { by: 'portal', person, role, ...about(record.eventTime.getTime()) },
      { by: 'portal-login', person, ...before(record, PORTAL_MS) },
    ],
    end: {
      kind: 'identity-provider',
      text: `${person} came through IAM Identity Center. Its sign-ins are recorded in the account that Identity Center is run from: no record of one is stored.`,
    },
  }
}

function ofFederation(record: ChainRecord, storedFromMs: number): Next {
  const { role, session } = askedFor(record)
  if (record.eventName === 'AssumeRoleWithSAML' && isIdentityCenterRole(role) && session && role)
    return ofPortal(record, session, role.split('/').at(-1) ?? role)
  if (record.eventName === 'AssumeRoleWithSAML')
    return { clues: [], end: federated(providerOf(record) ?? 'a SAML provider') }
  if (record.eventName === 'UserAuthentication')
    return end('login', `${record.actorName} signed in to the access portal.`)
  const { person } = portalDetails(record)
  if (person && /^(sso|signin)\.amazonaws\.com$/.test(record.eventSource))
    return {
      clues: [{ by: 'portal-login', person, ...before(record, PORTAL_MS) }],
      end: gone(record, storedFromMs, `The sign-in of ${person} to the access portal`),
    }
  if (identityOf(record).type === 'FederatedUser')
    return {
      clues: keyOf(record),
      end: gone(record, storedFromMs, `What gave ${record.actorName} its token`),
    }
  if (identityOf(record).type === 'Unknown') return end('unknown', UNKNOWN)
  const provider = providerOf(record) ?? 'An identity provider'
  return end(
    'web-identity',
    `${provider} vouched for ${record.actorName}: its own log has the sign-in or the run.`,
  )
}

/** What the step before a record can be found by. */
export function nextClue(record: ChainRecord, storedFromMs: number): Next {
  const identity = identityOf(record)
  switch (identity.type) {
    case 'Root':
    case 'IAMUser':
      return ofUser(record, storedFromMs)
    case 'AssumedRole':
      return ofRole(record, storedFromMs)
    case 'FederatedUser':
    case 'SAMLUser':
    case 'WebIdentityUser':
    case 'IdentityCenterUser':
    case 'Unknown':
      return ofFederation(record, storedFromMs)
    case 'AWSService':
      if (identity.invokedBy === 'sso.amazonaws.com') return ofFederation(record, storedFromMs)
      return end(
        'service',
        `${asText(identity.invokedBy) ?? 'An AWS service'} did this by itself: nobody signed in for it.`,
      )
    case 'AWSAccount': {
      const sharedEventId = asText(record.raw.sharedEventID)
      const owner = asText(identity.accountId) ?? 'another account'
      return {
        clues: sharedEventId
          ? [{ by: 'shared-id', sharedEventId, ...about(record.eventTime.getTime()) }]
          : [],
        end: {
          kind: 'other-account',
          text: `The caller belongs to account ${owner}, whose own record of this is not stored.`,
        },
      }
    }
    default:
      return end('unknown', UNKNOWN)
  }
}
