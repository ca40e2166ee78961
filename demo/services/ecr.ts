import { repositoriesOf } from '#demo/estate/platform/platform.ts'
import { type RepositorySpec, registryScanning } from '#demo/estate/platform/repositories.ts'
import { AwsError } from '#demo/protocol/aws-error.ts'
import { boundedInt, type Call, type Operation, page, partitionOf } from './call.ts'

const bad = () => new AwsError('InvalidParameterException', 400, 'Invalid parameter at nextToken')

function findRepository(call: Call, name: string): RepositorySpec {
  const registryId = String(call.input.registryId ?? call.account.id)
  const arn = `arn:aws:ecr:${call.region}:${registryId}:repository/${name}`
  if (registryId !== call.account.id) {
    const action = `ecr:${call.operation}`
    const message = `User: ${call.principal.arn} is not authorized to perform: ${action} on resource: ${arn} because no resource-based policy allows the ${action} action`
    throw new AwsError('AccessDeniedException', 400, message)
  }
  const found = repositoriesOf(partitionOf(call)).find((repository) => repository.name === name)
  const message = `The repository with name '${name}' does not exist in the registry with id '${registryId}'`
  if (!found) throw new AwsError('RepositoryNotFoundException', 400, message)
  return found
}

function describeRepositories(call: Call): unknown {
  const { repositoryNames, nextToken, maxResults } = call.input
  const named = Array.isArray(repositoryNames)
    ? repositoryNames.map((name) => findRepository(call, String(name)))
    : undefined
  const all = named ?? repositoriesOf(partitionOf(call))
  const { items, token } = page(call, all, nextToken, boundedInt(maxResults, 100, 1, 1000, bad), bad)
  return {
    repositories: items.map((repository) => ({
      repositoryArn: repository.arn,
      registryId: call.account.id,
      repositoryName: repository.name,
      repositoryUri: repository.uri,
      createdAt: new Date(Date.UTC(2024, 4, 2)),
      imageTagMutability: repository.mutable ? 'MUTABLE' : 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush: repository.scanOnPush },
      encryptionConfiguration: { encryptionType: 'AES256' },
    })),
    nextToken: token,
  }
}

function getRepositoryPolicy(call: Call): unknown {
  const { name, statements } = findRepository(call, String(call.input.repositoryName ?? ''))
  const policy = { Version: '2012-10-17', Statement: statements }
  return { registryId: call.account.id, repositoryName: name, policyText: JSON.stringify(policy) }
}

const getScanning = ({ account }: Call): unknown => ({
  registryId: account.id,
  scanningConfiguration: registryScanning(account),
})

const on = (run: Operation['run']): Operation => ({ run, bucket: { name: 'ecr', perSecond: 20 } })

export const ecrOperations: Record<string, Operation> = {
  DescribeRepositories: on(describeRepositories),
  GetRepositoryPolicy: on(getRepositoryPolicy),
  GetRegistryScanningConfiguration: on(getScanning),
}
