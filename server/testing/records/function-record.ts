import { absent, known } from '#server/domain/field.ts'
import type { FunctionRecord } from '#server/domain/records/function-record.ts'

export const ACCOUNT = '111122223333'
export const REGION = 'eu-west-1'

/** A plain function as the collector would hand it on, with what a test changes. */
export function functionRecord(name: string, changes: Partial<FunctionRecord> = {}): FunctionRecord {
  return {
    kind: 'function',
    arn: `arn:aws:lambda:${changes.region ?? REGION}:${changes.accountId ?? ACCOUNT}:function:${name}`,
    name,
    accountId: ACCOUNT,
    region: REGION,
    description: absent(),
    runtime: known('python3.13'),
    packageType: known('Zip'),
    handler: known('app.handler'),
    architectures: known(['arm64']),
    memoryMb: known(256),
    ephemeralStorageMb: known(512),
    timeoutSeconds: known(10),
    codeSha256: known('c0de'),
    codeSizeBytes: known(1000),
    lastModifiedAt: known('2026-11-01T00:00:00.000Z'),
    revisionId: known('r1'),
    state: known('Active'),
    stateReason: absent(),
    lastUpdateStatus: known('Successful'),
    roleArn: known(`arn:aws:iam::${ACCOUNT}:role/${name}-role`),
    layers: absent(),
    environment: absent(),
    vpc: absent(),
    deadLetterTargetArn: absent(),
    tracingMode: known('PassThrough'),
    kmsKeyArn: absent(),
    snapStart: absent(),
    fileSystems: absent(),
    imageUri: absent(),
    signingProfileVersionArn: absent(),
    logGroup: absent(),
    logFormat: absent(),
    runtimeVersionArn: absent(),
    tags: absent(),
    reservedConcurrency: absent(),
    provisionedConcurrency: absent(),
    policy: absent(),
    qualifiedPolicies: absent(),
    urls: absent(),
    eventInvokeConfigs: absent(),
    aliases: absent(),
    versions: absent(),
    recursiveLoop: absent(),
    unknownFields: [],
    ...changes,
  }
}

export const URL_OF = (name: string) => `https://${name}.lambda-url.${REGION}.on.aws/`

/** A function with a public URL: AuthType NONE and a policy that lets everyone through. */
export function publicFunction(name: string, changes: Partial<FunctionRecord> = {}): FunctionRecord {
  const statement = { Effect: 'Allow', Principal: '*', Action: 'lambda:InvokeFunctionUrl', Resource: '*' }
  return functionRecord(name, {
    urls: known([{ url: URL_OF(name), authType: 'NONE' }]),
    policy: known({ raw: '', parsed: { Statement: [statement] } }),
    ...changes,
  })
}
