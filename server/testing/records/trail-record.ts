import { readTrailRecord } from '#server/domain/trail/read-trail-record.ts'
import type { TrailRecord } from '#server/domain/trail/trail-record.ts'
import { ACCOUNT, REGION } from './function-record.ts'

export type Raw = Record<string, unknown>

/** What a CloudTrail record says of a role's session. */
export function roleSession(
  role: string,
  session: string,
  more: { context?: object; path?: string } & Raw = {},
): Raw {
  const { context, path = '/', ...rest } = more
  return {
    type: 'AssumedRole',
    principalId: `AROAEXAMPLE:${session}`,
    arn: `arn:aws:sts::${ACCOUNT}:assumed-role/${role}/${session}`,
    accountId: ACCOUNT,
    accessKeyId: 'ASIAEXAMPLE',
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId: 'AROAEXAMPLE',
        arn: `arn:aws:iam::${ACCOUNT}:role${path}${role}`,
        accountId: ACCOUNT,
        userName: role,
      },
      attributes: { creationDate: '2026-11-20T08:00:00Z', mfaAuthenticated: 'false' },
      ...context,
    },
    ...rest,
  }
}

export function iamUser(name: string, more: Raw = {}): Raw {
  return {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLE',
    arn: `arn:aws:iam::${ACCOUNT}:user/${name}`,
    accountId: ACCOUNT,
    accessKeyId: 'AKIAEXAMPLE',
    userName: name,
    ...more,
  }
}

let serial = 0

/** A stored record of UpdateFunctionCode on orders-api, with what a test changes of the raw one, read as the collector reads it. */
export function trailRecord(changes: Raw = {}, eventId?: string): TrailRecord {
  serial += 1
  const raw = {
    eventVersion: '1.11',
    eventID: eventId ?? `event-${serial}`,
    eventTime: '2026-11-20T09:00:00Z',
    eventSource: 'lambda.amazonaws.com',
    eventName: 'UpdateFunctionCode20150331v2',
    awsRegion: REGION,
    sourceIPAddress: '203.0.113.7',
    userAgent: 'aws-cli/2.27.41 md/awscrt#0.26.1 ua/2.1 os/linux lang/python#3.13.4 md/installer#exe',
    userIdentity: iamUser('ann'),
    requestParameters: { functionName: 'orders-api' },
    responseElements: null,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: ACCOUNT,
    ...changes,
  }
  const entry = { EventId: raw.eventID, CloudTrailEvent: JSON.stringify(raw) }
  const record = readTrailRecord(entry, { accountId: ACCOUNT, region: REGION })
  if (!record) throw new Error('the record cannot be read')
  return record
}
