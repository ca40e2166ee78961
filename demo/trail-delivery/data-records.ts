import type { Partition } from '#demo/estate/model.ts'
import { Chance, uuidFrom } from '#demo/estate/prng.ts'

const callers = ['apigateway.amazonaws.com', 'sns.amazonaws.com', 'events.amazonaws.com', 's3.amazonaws.com']

/** Some of the invocations of a quarter of an hour, as the data events of a trail have them. */
export function dataRecords(partition: Partition, fromMs: number, toMs: number): Record<string, unknown>[] {
  const { account, region, functions } = partition
  if (functions.length === 0) return []
  const chance = new Chance('data', account.id, region, fromMs)
  return Array.from({ length: Math.min(12, functions.length) }, (_, i) => {
    const fn = chance.pick(functions)
    const caller = chance.pick(callers)
    const timeMs = chance.int(fromMs, toMs - 1)
    return {
      eventVersion: '1.11',
      userIdentity: { type: 'AWSService', invokedBy: caller },
      eventTime: new Date(timeMs).toISOString().replace(/\.\d{3}Z$/, 'Z'),
      eventSource: 'lambda.amazonaws.com',
      eventName: 'Invoke',
      awsRegion: region,
      sourceIPAddress: caller,
      userAgent: caller,
      requestParameters: { functionName: fn.arn, invocationType: 'RequestResponse' },
      responseElements: null,
      additionalEventData: { functionVersion: `${fn.arn}:$LATEST` },
      requestID: uuidFrom('invoke-request', fn.arn, timeMs, i),
      eventID: uuidFrom('invoke', fn.arn, timeMs, i),
      readOnly: false,
      resources: [{ accountId: account.id, type: 'AWS::Lambda::Function', ARN: fn.arn }],
      eventType: 'AwsApiCall',
      managementEvent: false,
      recipientAccountId: account.id,
      sharedEventID: uuidFrom('invoke-shared', fn.arn, timeMs, i),
      eventCategory: 'Data',
    }
  })
}
