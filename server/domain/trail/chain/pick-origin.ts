import type { ChainRecord, Clue, Hop, HopKind } from './chain.ts'
import { identityOf, isSuccess, issuedKey, issuedSession, mfaOf, portalDetails } from './read-identity.ts'

const KINDS: Record<string, HopKind> = {
  AssumeRole: 'role',
  SwitchRole: 'switch',
  AssumeRoleWithSAML: 'saml',
  AssumeRoleWithWebIdentity: 'web-identity',
  AssumeRoot: 'root-session',
  GetSessionToken: 'token',
  GetFederationToken: 'token',
  ConsoleLogin: 'login',
  UserAuthentication: 'login',
  Federate: 'portal',
  GetRoleCredentials: 'portal',
  CreateAccessKey: 'key-made',
}

function isMeant(clue: Clue, record: ChainRecord): boolean {
  switch (clue.by) {
    case 'key':
      return issuedKey(record) === clue.accessKeyId
    case 'shared-id':
      return record.raw.sharedEventID === clue.sharedEventId
    case 'session':
      return issuedSession(record) === clue.arn
    case 'login':
      return record.eventName === 'ConsoleLogin' && record.actorArn === clue.arn
    case 'portal': {
      const { person, role } = portalDetails(record)
      return (
        KINDS[record.eventName] === 'portal' &&
        person === clue.person &&
        (role === undefined || clue.role.includes(role))
      )
    }
    case 'portal-login':
      return record.eventName === 'UserAuthentication' && portalDetails(record).person === clue.person
  }
}

function fits(clue: Clue, record: ChainRecord): boolean {
  const atMs = record.eventTime.getTime()
  const isKnown = KINDS[record.eventName] !== undefined && isSuccess(record)
  return isKnown && atMs >= clue.fromMs && atMs <= clue.toMs && isMeant(clue, record)
}

/** Of the same call in two accounts, the one that says who called; else what lies nearest to the time aimed at. */
function better(clue: Clue, a: ChainRecord, b: ChainRecord): number {
  const caller = (record: ChainRecord) => (identityOf(record).type === 'AWSAccount' ? 1 : 0)
  const farMs = (record: ChainRecord) => Math.abs(clue.aimMs - record.eventTime.getTime())
  return caller(a) - caller(b) || farMs(a) - farMs(b) || (a.eventId < b.eventId ? -1 : 1)
}

/** The step that a clue leads to, of the records that were found for it. */
export function pickOrigin(clue: Clue, found: readonly ChainRecord[]): Hop | undefined {
  const [record] = found.filter((one) => fits(clue, one)).sort((a, b) => better(clue, a, b))
  if (!record) return undefined
  return {
    kind: clue.by === 'shared-id' ? 'twin' : (KINDS[record.eventName] ?? 'call'),
    record,
    certainty: clue.by === 'key' || clue.by === 'shared-id' ? 'sure' : 'likely',
    mfa: mfaOf(record),
  }
}
