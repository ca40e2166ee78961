import { CloudTrailClient } from '@aws-sdk/client-cloudtrail'
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch'
import { EC2Client } from '@aws-sdk/client-ec2'
import { IAMClient } from '@aws-sdk/client-iam'
import { LambdaClient } from '@aws-sdk/client-lambda'
import { STSClient } from '@aws-sdk/client-sts'
import { onTestFinished } from 'vitest'
import { type DemoAws, type DemoOptions, startDemoAws } from '#demo/server.ts'

/** A Wednesday morning; tests that need no other time use it. */
export const wednesday = Date.UTC(2026, 9, 14, 10, 0, 0)

type Credentials = { accessKeyId: string; secretAccessKey: string; sessionToken?: string }

/** SDK clients against a demo endpoint: one attempt a call, so that errors are seen as they are. */
export function clientsOf(demo: DemoAws, region = 'eu-west-1', credentials: Credentials = demo.credentials) {
  const config = { endpoint: demo.endpoint, region, credentials, maxAttempts: 1 }
  return {
    sts: new STSClient(config),
    ec2: new EC2Client(config),
    iam: new IAMClient(config),
    lambda: new LambdaClient(config),
    cloudwatch: new CloudWatchClient(config),
    cloudtrail: new CloudTrailClient(config),
  }
}

/** Starts a demo for one test: fixed clock, no rate limits unless asked for; closed when the test ends. */
export async function startForTest(options: DemoOptions = {}) {
  const demo = await startDemoAws({ now: () => wednesday, rateScale: 0, functions: 60, ...options })
  onTestFinished(() => demo.close())
  return { demo, ...clientsOf(demo) }
}

/** The name, status and message of the error that a call ends in. */
export async function failureOf(
  call: Promise<unknown>,
): Promise<{ name: string; status: number | undefined; message: string }> {
  try {
    await call
  } catch (error) {
    const failure = error as Error & { $metadata?: { httpStatusCode?: number } }
    return { name: failure.name, status: failure.$metadata?.httpStatusCode, message: failure.message }
  }
  throw new Error('the call was expected to fail')
}
