export type Arn = { partition: string; service: string; region: string; accountId: string; resource: string }

/** Splits an ARN into its parts; undefined when it is not one. */
export function parseArn(text: string): Arn | undefined {
  const [prefix, partition, service, region, accountId, ...rest] = text.split(':')
  if (prefix !== 'arn' || !partition || !service || rest.length === 0) return undefined
  return { partition, service, region: region ?? '', accountId: accountId ?? '', resource: rest.join(':') }
}

export type FunctionRef = { accountId?: string; region?: string; name: string; qualifier?: string }

/**
 * Reads a function from any form that the Lambda API takes: name, name:qualifier, partial ARN, ARN.
 * Source: Lambda API reference, FunctionName.
 */
export function parseFunctionRef(text: string): FunctionRef | undefined {
  const arn = parseArn(text)
  if (arn) {
    if (arn.service !== 'lambda' || !arn.resource.startsWith('function:')) return undefined
    const [, name, qualifier] = arn.resource.split(':')
    return name ? { accountId: arn.accountId, region: arn.region, name, qualifier } : undefined
  }
  const partial = /^(\d{12}):function:([^:]+)(?::(.+))?$/.exec(text)
  if (partial?.[2]) return { accountId: partial[1], name: partial[2], qualifier: partial[3] }
  const [name, qualifier] = text.split(':')
  return name ? { name, qualifier } : undefined
}

/** Whether a text is the ARN of a Lambda function, with or without a qualifier. */
export function isFunctionArn(text: string | undefined): text is string {
  const arn = text === undefined ? undefined : parseArn(text)
  return arn?.service === 'lambda' && arn.resource.startsWith('function:')
}
