import {
  type CloudTrailClient,
  DescribeTrailsCommand,
  type Event,
  GetTrailStatusCommand,
  LookupEventsCommand,
  paginateLookupEvents,
} from '@aws-sdk/client-cloudtrail'
import { GetAccountAuthorizationDetailsCommand } from '@aws-sdk/client-iam'
import { expect, it } from 'vitest'
import { clientsOf, failureOf, startForTest, wednesday } from '#demo/testing/start.ts'

const hourMs = 3_600_000

async function lookUp(client: CloudTrailClient, input: object = {}): Promise<Event[]> {
  const events: Event[] = []
  const range = { StartTime: new Date(wednesday - 24 * hourMs), EndTime: new Date(wednesday) }
  for await (const page of paginateLookupEvents({ client }, { ...range, ...input })) {
    expect(page.Events?.length).toBeLessThanOrEqual(50)
    events.push(...(page.Events ?? []))
  }
  return events
}

it('pages through a day newest first, each event once, as many as the estate counts', async () => {
  const { demo, cloudtrail } = await startForTest()
  const events = await lookUp(cloudtrail)
  const times = events.map((event) => event.EventTime?.getTime() ?? 0)
  const estate = await (await fetch(`${demo.endpoint}/__demo/estate?hours=24`)).json()
  expect(times).toEqual([...times].sort((a, b) => b - a))
  expect(new Set(events.map((event) => event.EventId)).size).toBe(events.length)
  expect(events).toHaveLength(estate.accounts[0].regions['eu-west-1'].events)
  expect(wednesday - (times[0] ?? 0)).toBeGreaterThanOrEqual(60_000)
})

it('writes complete records that agree with the event', async () => {
  const { cloudtrail } = await startForTest()
  for (const event of await lookUp(cloudtrail)) {
    const record = JSON.parse(event.CloudTrailEvent ?? '')
    expect(record).toMatchObject({
      eventVersion: '1.11',
      eventID: event.EventId,
      eventName: event.EventName,
      eventSource: event.EventSource,
      awsRegion: 'eu-west-1',
      recipientAccountId: '111122223333',
      eventCategory: 'Management',
      managementEvent: true,
      readOnly: event.ReadOnly === 'true',
    })
    expect(Date.parse(record.eventTime)).toBe(event.EventTime?.getTime())
    for (const field of [
      'userIdentity',
      'sourceIPAddress',
      'userAgent',
      'requestParameters',
      'responseElements',
    ]) {
      expect(record).toHaveProperty(field)
    }
    if (record.userIdentity.type === 'AssumedRole') {
      expect(record.userIdentity.sessionContext.sessionIssuer.type).toBe('Role')
      expect(Date.parse(record.userIdentity.sessionContext.attributes.creationDate)).toBeLessThanOrEqual(
        Date.parse(record.eventTime),
      )
    }
  }
})

it('marks what was done in the console, and ties it to its sign-in', async () => {
  const { cloudtrail } = await startForTest()
  const records = (await lookUp(cloudtrail)).map((event) => JSON.parse(event.CloudTrailEvent ?? ''))
  const console = records.filter((record) => record.sessionCredentialFromConsole === 'true')
  const signIns = records.filter((record) => record.eventName === 'AssumeRoleWithSAML')
  expect(console.length).toBeGreaterThan(0)
  const handedOut = signIns.map((record) => record.responseElements.credentials.accessKeyId)
  const newest = console[0]
  expect(handedOut).toContain(newest.userIdentity.accessKeyId)
  expect(
    records.some((record) => record.eventName === 'ConsoleLogin' && record.eventType === 'AwsConsoleSignIn'),
  ).toBe(true)
})

it.each([
  ['EventName', 'UpdateFunctionCode20150331v2', (event: Event) => event.EventName],
  ['EventSource', 'lambda.amazonaws.com', (event: Event) => event.EventSource],
  ['ReadOnly', 'false', (event: Event) => event.ReadOnly],
  ['Username', 'sightline', (event: Event) => event.Username],
  [
    'ResourceName',
    'checkout-api',
    (event: Event) => event.Resources?.find((r) => r.ResourceName === 'checkout-api')?.ResourceName,
  ],
])('looks up by %s', async (AttributeKey, AttributeValue, read) => {
  const { cloudtrail } = await startForTest()
  const found = await lookUp(cloudtrail, { LookupAttributes: [{ AttributeKey, AttributeValue }] })
  const all = await lookUp(cloudtrail)
  expect(found.length).toBeGreaterThan(0)
  expect(found).toEqual(all.filter((event) => read(event) === AttributeValue))
})

it('answers with the real errors', async () => {
  const { cloudtrail } = await startForTest()
  const send = (input: object) => failureOf(cloudtrail.send(new LookupEventsCommand(input)))
  expect(await send({ NextToken: 'forged' })).toMatchObject({
    name: 'InvalidNextTokenException',
    status: 400,
  })
  expect(await send({ MaxResults: 51 })).toMatchObject({ name: 'InvalidMaxResultsException' })
  expect(await send({ StartTime: new Date(wednesday), EndTime: new Date(wednesday - 1) })).toMatchObject({
    name: 'InvalidTimeRangeException',
  })
  const attribute = { AttributeKey: 'EventName', AttributeValue: 'x' }
  expect(await send({ LookupAttributes: [attribute, attribute] })).toMatchObject({
    name: 'InvalidLookupAttributesException',
  })
  expect(await send({ LookupAttributes: [{ AttributeKey: 'Colour', AttributeValue: 'x' }] })).toMatchObject({
    name: 'InvalidLookupAttributesException',
  })
})

it('lets two lookups a second through for each account and region', async () => {
  const { demo, cloudtrail } = await startForTest({ rateScale: 1 })
  const results = await Promise.allSettled(
    Array.from({ length: 5 }, () => cloudtrail.send(new LookupEventsCommand({ MaxResults: 1 }))),
  )
  const refused = results.filter((result) => result.status === 'rejected')
  expect(refused).toHaveLength(3)
  expect(refused[0]?.reason).toMatchObject({ name: 'ThrottlingException', message: 'Rate exceeded' })
  await clientsOf(demo, 'us-east-1').cloudtrail.send(new LookupEventsCommand({ MaxResults: 1 }))
})

it('describes the trail and its status', async () => {
  const { cloudtrail } = await startForTest()
  const trails = await cloudtrail.send(new DescribeTrailsCommand({}))
  const Name = trails.trailList?.[0]?.TrailARN
  const status = await cloudtrail.send(new GetTrailStatusCommand({ Name }))
  expect(status.IsLogging).toBe(true)
  expect(status.LatestDeliveryTime).toBeInstanceOf(Date)
  expect(await failureOf(cloudtrail.send(new GetTrailStatusCommand({ Name: 'other' })))).toMatchObject({
    name: 'TrailNotFoundException',
  })
})

it('shows role changes in us-east-1 with the policy that IAM then holds', async () => {
  const { demo, iam } = await startForTest({ functions: 200 })
  const virginia = clientsOf(demo, 'us-east-1').cloudtrail
  const changes = await lookUp(virginia, {
    StartTime: new Date(wednesday - 60 * 24 * hourMs),
    LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'PutRolePolicy' }],
  })
  const roles =
    (await iam.send(new GetAccountAuthorizationDetailsCommand({ MaxItems: 1000 }))).RoleDetailList ?? []
  expect(changes.length).toBeGreaterThan(0)
  for (const change of changes) {
    const { requestParameters } = JSON.parse(change.CloudTrailEvent ?? '')
    const role = roles.find((candidate) => candidate.RoleName === requestParameters.roleName)
    const policy = role?.RolePolicyList?.find(
      (candidate) => candidate.PolicyName === requestParameters.policyName,
    )
    expect(decodeURIComponent(policy?.PolicyDocument ?? '')).toBe(requestParameters.policyDocument)
  }
})

it('has people who sign in as an IAM user without MFA', async () => {
  const { cloudtrail } = await startForTest()
  const records = (
    await lookUp(cloudtrail, {
      StartTime: new Date(wednesday - 14 * 24 * hourMs),
      LookupAttributes: [{ AttributeKey: 'Username', AttributeValue: 'farid.haddad' }],
    })
  ).map((event) => JSON.parse(event.CloudTrailEvent ?? ''))
  const login = records.find((record) => record.eventName === 'ConsoleLogin')
  expect(login).toMatchObject({ userIdentity: { type: 'IAMUser' }, additionalEventData: { MFAUsed: 'No' } })
  const read = records.find((record) => record.eventName === 'GetFunction20150331v2')
  expect(read.userIdentity.sessionContext.attributes.mfaAuthenticated).toBe('false')
})
