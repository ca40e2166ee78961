import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { REGIONS } from './product.ts'
import { expect } from './test.ts'

const HOME = '111122223333'
const NAME = 'sightline-events'

/** Has the program read the demo's queue of events, as somebody sets it up, and waits until it does. */
export async function untilQueueIsRead(page: Page): Promise<void> {
  const address = `https://sqs.${REGIONS[0]}.amazonaws.com/${HOME}/${NAME}`
  const stateOf = async () => {
    const answer = await page.request.get('/api/v1/event-sources')
    const { items } = (await answer.json()) as { items: { address: string; state: string }[] }
    return items.find((one) => one.address === address)?.state ?? ''
  }
  if ((await stateOf()) === '') {
    const made = await page.request.post('/api/v1/event-sources', {
      headers: { origin: new URL(page.url()).origin },
      data: { kind: 'event-queue', name: 'Events of the home account', address, accountId: HOME },
    })
    expect(made.ok(), await made.text()).toBe(true)
  }
  await expect.poll(stateOf, { timeout: 90_000 }).toMatch(/^(receiving|silent)$/)
}

/** Somebody switches a trail off: EventBridge sends the record to the queue. */
export async function sendStopLogging(page: Page, trail: string): Promise<void> {
  const time = new Date().toISOString().replace(/\.\d{3}Z$/, 'Z')
  const detail = {
    eventVersion: '1.11',
    eventID: randomUUID(),
    eventTime: time,
    eventSource: 'cloudtrail.amazonaws.com',
    eventName: 'StopLogging',
    awsRegion: REGIONS[0],
    sourceIPAddress: '203.0.113.9',
    userAgent: 'aws-cli/2.31.0',
    userIdentity: {
      type: 'IAMUser',
      principalId: 'AIDAEXAMPLE',
      arn: `arn:aws:iam::${HOME}:user/mallory`,
      accountId: HOME,
      userName: 'mallory',
    },
    requestParameters: { name: `arn:aws:cloudtrail:${REGIONS[0]}:${HOME}:trail/${trail}` },
    responseElements: null,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: HOME,
    eventCategory: 'Management',
  }
  const envelope = {
    version: '0',
    id: randomUUID(),
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.cloudtrail',
    account: HOME,
    time,
    region: REGIONS[0],
    resources: [],
    detail,
  }
  const sent = await page.request.post(`${process.env.SIGHTLINE_E2E_AWS}/__demo/queue`, { data: envelope })
  expect(sent.ok()).toBe(true)
}
