import { parseArn } from '#server/domain/arn.ts'

/**
 * What a function's own settings need of its role. `resources` null: any that is granted. `perhaps`: needed in some set-ups
 * alone; kept where today's policy names the action, and nobody is warned where it does not.
 */
export type ConfigurationNeed = {
  actions: string[]
  resources: string[] | null
  text: string
  perhaps?: boolean
}

/** What it takes to hand an event on to a queue, topic, function, bus or bucket. */
export function targetNeeds(arn: string, text: string): ConfigurationNeed[] {
  const parsed = parseArn(arn)
  switch (parsed?.service) {
    case 'sqs':
      return [{ actions: ['sqs:SendMessage'], resources: [arn], text }]
    case 'sns':
      return [{ actions: ['sns:Publish'], resources: [arn], text }]
    case 'lambda':
      return [{ actions: ['lambda:InvokeFunction'], resources: [arn], text }]
    case 'events':
      return [{ actions: ['events:PutEvents'], resources: [arn], text }]
    case 's3':
      return [
        { actions: ['s3:PutObject'], resources: [`${arn}/*`], text },
        { actions: ['s3:ListBucket'], resources: [arn], text },
      ]
    default:
      return []
  }
}
