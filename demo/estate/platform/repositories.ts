import type { Account, Partition, Statement } from '#demo/estate/model.ts'

export type RepositorySpec = {
  name: string
  arn: string
  uri: string
  mutable: boolean
  scanOnPush: boolean
  statements: Statement[]
}

const pull = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer']

/**
 * The repositories of image functions, one for each service: in the second tags can be moved; the third is not scanned,
 * and anyone may pull from it and push to it.
 */
export function makeRepositories({ account, region, functions }: Partition): RepositorySpec[] {
  const images = functions.filter(({ packageType }) => packageType === 'Image')
  return [...new Set(images.map(({ service }) => service))].sort().map((name, rank) => ({
    name,
    arn: `arn:aws:ecr:${region}:${account.id}:repository/${name}`,
    uri: `${account.id}.dkr.ecr.${region}.amazonaws.com/${name}`,
    mutable: rank === 1,
    scanOnPush: rank !== 2,
    statements: [
      {
        Sid: 'LambdaECRImageRetrievalPolicy',
        Effect: 'Allow',
        Principal: { Service: 'lambda.amazonaws.com' },
        Action: pull,
        Resource: '*',
        Condition: {
          StringLike: { 'aws:sourceArn': `arn:aws:lambda:${region}:${account.id}:function:*` },
        },
      },
      ...(rank === 2
        ? [{ Sid: 'all', Effect: 'Allow' as const, Principal: '*', Action: ['ecr:*'], Resource: '*' }]
        : []),
    ],
  }))
}

/** The registry's own scanning: the data platform has everything scanned all the time. */
export function registryScanning({ name }: Account): { scanType: string; rules: object[] } {
  if (name !== 'data-platform') return { scanType: 'BASIC', rules: [] }
  const repositoryFilters = [{ filter: '*', filterType: 'WILDCARD' }]
  return { scanType: 'ENHANCED', rules: [{ scanFrequency: 'CONTINUOUS_SCAN', repositoryFilters }] }
}
