import type { Partition } from '#demo/estate/model.ts'
import { once } from '#demo/estate/once.ts'
import { type GraphqlApiSpec, makeGraphqlApis } from './graphql.ts'
import { hostileGraphqlApis, hostileLayers, hostileLogGroups } from './hostile-platform.ts'
import { type Keys, makeKeys } from './keys.ts'
import { type LayerSpec, makeLayerVersions } from './layers.ts'
import { type LogGroupSpec, makeLogGroups } from './log-groups.ts'
import { makeNetwork, type Network } from './network.ts'
import { makeRepositories, type RepositorySpec } from './repositories.ts'

/** What functions write to, are made of and run in; each is made when it is first asked for. */
export const keysOf: (partition: Partition) => Keys = once(makeKeys)
export const logGroupsOf: (partition: Partition) => LogGroupSpec[] = once((at) =>
  at.hostile ? hostileLogGroups(makeLogGroups(at)) : makeLogGroups(at),
)
export const networkOf: (partition: Partition) => Network = once(makeNetwork)
export const repositoriesOf: (partition: Partition) => RepositorySpec[] = once(makeRepositories)
export const graphqlApisOf: (partition: Partition) => GraphqlApiSpec[] = once((at) =>
  at.hostile ? hostileGraphqlApis(makeGraphqlApis(at)) : makeGraphqlApis(at),
)
export const layerVersionsOf: (partition: Partition) => LayerSpec[] = once((at) => {
  if (at.functions.length === 0) return []
  const made = makeLayerVersions(at.account, at.region)
  return at.hostile ? hostileLayers(made) : made
})
